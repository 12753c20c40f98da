import type { Identity, Mailbox, MailboxIdentities } from '@docket/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { hooks, sentenceOf } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { Choose } from '../kit/choose.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { Deeds } from '../kit/menu.tsx'
import { toast } from '../kit/toast.tsx'
import { GoogleAsked } from './google-asked.tsx'
import { SendingDomains } from './sending-domains.tsx'

const AddIdentity = lazy(() => import('./add-identity.tsx'))
const VerifyIdentity = lazy(() => import('./verify-identity.tsx'))
const ChangeIdentity = lazy(() => import('./change-identity.tsx'))

const identitiesQuery = (id: string) =>
  hooks.queryOptions('get', '/mailboxes/{id}/identities', { params: { path: { id } } })

/** Every answer is the whole of it, as it stands then. */
export function useIdentities(mailboxId: string) {
  const client = useQueryClient()
  return (view: MailboxIdentities) => {
    client.setQueryData(identitiesQuery(mailboxId).queryKey, view)
    void client.invalidateQueries({ queryKey: ['get', '/sending/identities'] })
  }
}

type Asking = { what: 'add' } | { what: 'verify' | 'change'; identity: Identity }

/** The addresses that a mailbox writes from, under which name, and what the DNS says of their domains. */
export function IdentitiesSection({ mailbox, mayManage }: { mailbox: Mailbox; mayManage: boolean }) {
  const asked = useQuery(identitiesQuery(mailbox.id))
  const [asking, ask] = useState<Asking>()
  const put = useIdentities(mailbox.id)
  const close = () => ask(undefined)
  const params = { path: { id: mailbox.id } }
  const google = hooks.useMutation('post', '/mailboxes/{id}/identities/ask-google', {
    onSuccess: (view) => {
      put(view)
      toast.done('Google was asked', 'What it lets this account send from is verified.')
    },
    onError: (error) => toast.wrong('Google was not asked', sentenceOf(error)),
  })
  return (
    <section aria-label="Addresses it writes from" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="min-w-0 flex-1 font-semibold text-md">Addresses it writes from</h2>
        {mayManage && asked.data?.asks_google ? (
          <Button busy={google.isPending} onClick={() => google.mutate({ params })}>
            Ask Google
          </Button>
        ) : null}
        {mayManage && asked.data ? <Button onClick={() => ask({ what: 'add' })}>Add an address…</Button> : null}
      </div>
      <Loaded asked={asked} waiting="Loading the addresses" wrong="The addresses could not be read" lines={3}>
        {(view) => (
          <>
            {view.note && view.items.length > 0 ? <p className="text-ink-2 text-sm">{view.note}</p> : null}
            <ul className="divide-y rounded-md border">
              <Row
                name={mailbox.name}
                address={mailbox.address}
                says="The mailbox itself"
                isDefault={!view.default_identity_id}
              />
              {view.items.map((identity) => (
                <Row
                  key={identity.id}
                  name={identity.name}
                  address={identity.address}
                  says={stateOf(identity)}
                  alarm={identity.state === 'revoked'}
                  isDefault={identity.id === view.default_identity_id}
                >
                  {mayManage ? <Doings {...{ mailbox, view, identity, ask }} /> : null}
                </Row>
              ))}
            </ul>
            <GoogleAsked view={view} />
            <FromName {...{ mailbox, view, mayManage }} />
            <SendingDomains {...{ mailbox, view, mayManage }} />
            <Suspense>
              {asking?.what === 'add' ? (
                <AddIdentity
                  mailbox={mailbox}
                  onClose={close}
                  onAdded={(identity) => ask({ what: 'verify', identity })}
                />
              ) : null}
              {asking?.what === 'verify' ? (
                <VerifyIdentity mailbox={mailbox} identity={asking.identity} onClose={close} />
              ) : null}
              {asking?.what === 'change' ? (
                <ChangeIdentity mailbox={mailbox} identity={asking.identity} onClose={close} />
              ) : null}
            </Suspense>
          </>
        )}
      </Loaded>
    </section>
  )
}

function stateOf({ state, says, verified_by, people }: Identity): string {
  if (state === 'unverified') return 'Not verified yet: nothing leaves under it'
  if (state === 'revoked') return `Nothing leaves under it. ${says ?? ''}`
  const by = verified_by === 'provider' ? 'Verified by Google' : 'Verified by a code'
  return people === null ? by : `${by}; for ${people.map(({ name }) => name).join(', ') || 'nobody'}`
}

type RowProps = {
  name: string
  address: string
  says: string
  isDefault: boolean
  alarm?: boolean
  children?: ReactNode
}

const Row = ({ name, address, says, isDefault, alarm, children }: RowProps) => (
  <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
    <div className="min-w-0 flex-1 basis-56">
      <p className="text-base [overflow-wrap:anywhere]">
        <span className="font-medium">{address}</span> <span className="text-ink-3">{name}</span>
      </p>
      <p className={alarm ? 'text-danger text-sm' : 'text-ink-3 text-sm'}>{isDefault ? `Default. ${says}` : says}</p>
    </div>
    {children}
  </li>
)

type DoingsProps = { mailbox: Mailbox; view: MailboxIdentities; identity: Identity; ask: (what: Asking) => void }

function Doings({ mailbox, view, identity, ask }: DoingsProps) {
  const put = useIdentities(mailbox.id)
  const told = { onSuccess: put, onError: (error: unknown) => toast.wrong('That was not done', sentenceOf(error)) }
  const set = hooks.useMutation('put', '/mailboxes/{id}/identities', told)
  const revoke = hooks.useMutation('post', '/mailboxes/{id}/identities/{identity_id}/revoke', told)
  const remove = hooks.useMutation('delete', '/mailboxes/{id}/identities/{identity_id}', told)
  const params = { path: { id: mailbox.id, identity_id: identity.id } }
  const isVerified = identity.state === 'verified'
  const isDefault = view.default_identity_id === identity.id
  const asDefault = (default_identity_id: string | null) =>
    set.mutate({ params: { path: { id: mailbox.id } }, body: { from_name: view.from_name, default_identity_id } })
  return (
    <>
      {isVerified ? null : (
        <Button look="primary" onClick={() => ask({ what: 'verify', identity })}>
          Verify…
        </Button>
      )}
      <Deeds
        trigger={<Button aria-label={`More for ${identity.address}`}>More</Button>}
        deeds={[
          { label: 'Name and people…', run: () => ask({ what: 'change', identity }) },
          ...(isVerified && !isDefault
            ? [{ label: 'Write from it by default', run: () => asDefault(identity.id) }]
            : []),
          ...(isDefault ? [{ label: 'Write from the mailbox by default', run: () => asDefault(null) }] : []),
          ...(isVerified ? [{ label: 'Revoke: nothing more leaves', run: () => revoke.mutate({ params }) }] : []),
          { label: 'Remove; what was written leaves', run: () => remove.mutate({ params }) },
        ]}
      />
    </>
  )
}

type Named = { mailbox: Mailbox; view: MailboxIdentities; mayManage: boolean }

/** The name that recipients see, with what it would be. */
function FromName({ mailbox, view, mayManage }: Named) {
  const put = useIdentities(mailbox.id)
  const set = hooks.useMutation('put', '/mailboxes/{id}/identities', {
    onSuccess: put,
    onError: (error: unknown) => toast.wrong('The name was not changed', sentenceOf(error)),
  })
  const { from_name, default_identity_id, organisation } = view
  return (
    <Choose
      label="Recipients see"
      className="max-w-md"
      value={from_name}
      disabled={!mayManage || set.isPending}
      choices={[
        { value: 'person', label: `Who writes: “Kim at ${organisation}”` },
        { value: 'address', label: 'The name of the address' },
        { value: 'mailbox', label: `The mailbox: “${mailbox.name}”` },
      ]}
      onChoose={(next) =>
        set.mutate({ params: { path: { id: mailbox.id } }, body: { from_name: next, default_identity_id } })
      }
    />
  )
}
