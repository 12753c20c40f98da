import { useQueryClient } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { hooks, sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Badge } from '../kit/badge.tsx'
import { Button } from '../kit/button.tsx'
import { Confirm } from '../kit/confirm.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'
import { NewToken } from './new-token.tsx'
import { None, Part, Row, Rows } from './part.tsx'
import type { Token } from './shapes.ts'

/** What programs sign in with. An administrator sees those of everybody. */
export function Tokens() {
  const { permissions } = useMe()
  const [open, setOpen] = useState(false)
  const [doomed, setDoomed] = useState<Token>()
  const tokens = hooks.useQuery('get', '/tokens')
  return (
    <Part
      title="API tokens"
      says={
        permissions.includes('token.manage')
          ? 'What programs sign in with: yours, and those of all colleagues. A token may never do more than its person.'
          : 'What programs sign in with. A token may never do more than you.'
      }
      deed={
        <Button look="primary" onClick={() => setOpen(true)}>
          <Plus /> New token
        </Button>
      }
    >
      <Loaded asked={tokens} waiting="Loading tokens" wrong="The tokens could not be read">
        {({ items }) =>
          items.length === 0 ? (
            <None>There is no token yet. Make one for a script, or for another system that opens tickets.</None>
          ) : (
            <Rows label="API tokens">
              {items.map((token) => (
                <One key={token.id} token={token} onRevoke={() => setDoomed(token)} />
              ))}
            </Rows>
          )
        }
      </Loaded>
      {open ? <NewToken onClose={() => setOpen(false)} /> : null}
      {doomed ? <Revoke token={doomed} onClose={() => setDoomed(undefined)} /> : null}
    </Part>
  )
}

function One({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const { user } = useMe()
  const { name, scopes, created_at, expires_at, last_used_at } = token
  return (
    <Row
      icon={<KeyRound />}
      title={
        <>
          {name}
          {token.user.id === user.id ? null : <Badge>{token.user.name}</Badge>}
        </>
      }
      says={
        <>
          {scopes ? scopes.join(', ') : 'May do all that its person may'}. Made <When at={created_at} long />,{' '}
          {expires_at ? (
            <>
              ends <When at={expires_at} long />
            </>
          ) : (
            'never ends'
          )}
          , {last_used_at ? <When at={last_used_at} long /> : 'never used'}
        </>
      }
    >
      <Button look="danger" onClick={onRevoke} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
    </Row>
  )
}

function Revoke({ token, onClose }: { token: Token; onClose: () => void }) {
  const client = useQueryClient()
  const revoke = hooks.useMutation('delete', '/tokens/{id}', {
    onSuccess: async () => {
      onClose()
      toast.done(`${token.name} is revoked`)
      await client.invalidateQueries({ queryKey: ['get', '/tokens'] })
    },
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Revoke ${token.name}?`}
      deed="Revoke"
      look="danger"
      busy={revoke.isPending}
      wrong={revoke.error ? sentenceOf(revoke.error) : undefined}
      onSubmit={() => revoke.mutate({ params: { path: { id: token.id } } })}
    >
      <p>Whatever uses it is refused from now on. This cannot be taken back.</p>
    </Confirm>
  )
}
