import type { Mailbox } from '@docket/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { answered, api, faultsOf, hooks, sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Button } from '../kit/button.tsx'
import { Check } from '../kit/check.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { toast } from '../kit/toast.tsx'
import { CheckResult } from './check-result.tsx'
import { type Past, pasts, sinceOf } from './pasts.ts'
import { byId, invalidateMailboxes } from './queries.ts'
import { Step } from './step.tsx'
import { Ways } from './ways.tsx'
import { kindWords } from './words.ts'

/** Back from a provider: the account and its newest mails, before anything of it is fetched. */
export function Look({ mailbox }: { mailbox: Mailbox }) {
  const mayManage = useMe().permissions.includes('mailbox.manage')
  const { address, connection } = mailbox
  if (!connection) return null
  const { account = '' } = connection.settings
  if (!mayManage)
    return <p className="text-base">An administrator has to look whether {account} is the right account first.</p>
  return (
    <>
      <dl className="flex flex-col gap-1 text-sm">
        <Fact name="Mailbox">{address}</Fact>
        <Fact name={`Account at ${kindWords[connection.kind]}`}>
          <span className="font-medium">{account}</span>
        </Fact>
      </dl>
      <Deciding mailbox={mailbox} account={account} />
    </>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex gap-3 max-[899px]:flex-col max-[899px]:gap-0">
    <dt className="w-40 shrink-0 text-ink-3">{name}</dt>
    <dd className="min-w-0 flex-1 [overflow-wrap:anywhere]">{children}</dd>
  </div>
)

function Deciding({ mailbox, account }: { mailbox: Mailbox; account: string }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [past, setPast] = useState<Past>('30')
  const maySend = mailbox.connection?.settings.sends === true
  const [sends, setSends] = useState(maySend)
  const asked = hooks.useQuery('get', '/mailboxes/{id}/connectivity', byId(mailbox), {
    ...{ gcTime: 0, staleTime: Number.POSITIVE_INFINITY, retry: false },
  })
  const isSeen = asked.data?.ok ?? false
  const begin = useMutation({
    mutationFn: async () => {
      const body = { account, since: sinceOf(past) }
      await answered(api.POST('/mailboxes/{id}/connection/confirm', { ...byId(mailbox), body }))
      if (!sends) return
      await answered(
        api.PUT('/mailboxes/{id}/way-out', { ...byId(mailbox), body: { kind: 'gmail', files_sent: true } }),
      )
    },
    onError: (error) => toast.wrong('Not all of it was done', sentenceOf(error)),
    onSettled: () => invalidateMailboxes(client),
  })
  const change = useMutation({
    mutationFn: () => answered(api.DELETE('/mailboxes/{id}/connection', byId(mailbox))),
    onSuccess: () => navigate({ to: '/mailboxes/new', search: { mailbox_id: mailbox.id } }),
    onSettled: () => invalidateMailboxes(client),
  })
  const isBusy = begin.isPending || change.isPending
  return (
    <Loaded asked={asked} waiting="Looking at the newest mails" wrong="They could not be looked at" lines={6}>
      {(check) => (
        <Step
          title="Is this the right account?"
          deed={isSeen ? 'Begin' : 'Look again'}
          busy={isBusy || asked.isFetching}
          wrong={faultsOf(begin.error ?? change.error).rest}
          more={
            <>
              <Button disabled={isBusy} onClick={() => change.mutate()}>
                Another account…
              </Button>
              <Link to="/mailboxes" className="rounded-sm text-accent text-sm hover:underline">
                Decide later
              </Link>
            </>
          }
          onSubmit={() => (isSeen ? begin.mutate() : void asked.refetch())}
        >
          <div role="status">
            <CheckResult check={check} />
          </div>
          {isSeen ? (
            <>
              <Ways label="How much of the past comes along?" value={past} ways={pasts} onChoose={setPast} focus />
              {maySend ? (
                <Check
                  label="Mail leaves through Gmail"
                  hint="Google was told to let Docket send as this account."
                  checked={sends}
                  onChange={setSends}
                />
              ) : null}
              <p className="text-ink-3 text-sm">
                Nothing is fetched before you press Begin. Older mail comes in quietly: nobody is told, nothing is
                acknowledged. With another account, the access to this one is given back.
              </p>
            </>
          ) : null}
        </Step>
      )}
    </Loaded>
  )
}
