import { useQueryClient } from '@tanstack/react-query'
import { hooks, sentenceOf } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'
import { None, Part, Row, Rows } from './part.tsx'

/** Whose images from outside one sees without being asked. */
export function ImageSenders() {
  const client = useQueryClient()
  const senders = hooks.useQuery('get', '/me/image-senders')
  const distrust = hooks.useMutation('delete', '/me/image-senders/{id}', {
    onSuccess: () => client.invalidateQueries({ queryKey: ['get', '/me/image-senders'] }),
    onError: (error) => toast.wrong('The sender was not removed', sentenceOf(error)),
  })
  return (
    <Part
      title="Images from outside"
      says="Images that a mail does not hold itself are loaded when you ask for them, and always for these senders. Docket fetches them, so nobody outside learns who reads, or where."
    >
      <Loaded asked={senders} waiting="Loading senders" wrong="The senders could not be read" lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <None>You are asked about every sender. Choose “Always for this sender” above a mail to add one.</None>
          ) : (
            <Rows label="Senders whose images are always loaded">
              {items.map(({ id, address, created_at }) => (
                <Row
                  key={id}
                  title={<bdi>{address}</bdi>}
                  says={
                    <>
                      Since <When at={created_at} long />
                    </>
                  }
                >
                  <Button
                    aria-label={`Remove ${address}`}
                    busy={distrust.isPending}
                    onClick={() => distrust.mutate({ params: { path: { id } } })}
                  >
                    Remove
                  </Button>
                </Row>
              ))}
            </Rows>
          )
        }
      </Loaded>
    </Part>
  )
}
