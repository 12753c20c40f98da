import type { Mailbox, MailboxCheck } from '@docket/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, answered, api, faultsOf, hooks } from '../api.ts'
import { type ImapForm, settingsOf } from './imap-fields.tsx'
import { formOf } from './providers.ts'
import { byId, invalidateMailboxes } from './queries.ts'

export type Kind = 'gmail' | 'imap' | 'smtp'
export type Past = 'none' | '30' | 'all'
export type Begun = Pick<Mailbox, 'id' | 'address' | 'name'>
type Step = 'address' | 'server' | 'past'

const dayMs = 86_400_000

/** What is typed on the way from an address to its mail, and the deeds of each step. */
export function useConnecting(begun: Begun | undefined, onDone: (mailboxId: string) => void) {
  const client = useQueryClient()
  const [step, setStep] = useState<Step>('address')
  const [address, setAddress] = useState(begun?.address ?? '')
  const [name, setName] = useState(begun?.name ?? '')
  const [kind, setKind] = useState<Kind>('imap')
  const [imap, setImap] = useState<ImapForm>()
  const [past, setPast] = useState<Past>('30')
  const [shadow, setShadow] = useState(false)
  const check = hooks.useMutation('post', '/mailboxes/imap/check')
  const search = hooks.useMutation('post', '/mailboxes/imap/guess')
  const found = search.data?.items[0]

  const open = useMutation({
    mutationFn: async (since: string | null | undefined): Promise<string | undefined> => {
      const mailbox = begun ?? (await answered(api.POST('/mailboxes', { body: { address, name: name || address } })))
      // Before the first mail comes in, so that nothing can leave because of it.
      if (shadow) await api.PUT('/mailboxes/{id}/shadow', { ...byId(mailbox), body: { shadow } })
      if (kind === 'imap' && imap)
        await api.PUT('/mailboxes/{id}/connection/imap', { ...byId(mailbox), body: { ...settingsOf(imap), since } })
      if (kind !== 'gmail') return mailbox.id
      // Nothing older is all since this moment.
      const asked = {
        mailbox_id: mailbox.id,
        since: since === undefined ? new Date().toISOString() : since,
        journal: false,
      }
      location.assign((await answered(api.POST('/mailboxes/gmail/oauth/start', { body: asked }))).url)
      return undefined
    },
    onSuccess: (mailboxId) => mailboxId && onDone(mailboxId),
    // What is wrong with the address is said where it is typed.
    onError: (error) => {
      if (isOfAddress(error)) setStep('address')
    },
    onSettled: () => invalidateMailboxes(client),
  })

  const change = (next: ImapForm) => {
    setImap(next)
    check.reset()
  }
  return {
    ...{ begun, step, setStep, kind, setKind, past, setPast, shadow, setShadow, name, setName },
    address,
    setAddress: (next: string) => {
      setAddress(next)
      open.reset()
    },
    imap: imap ?? formOf(address, found),
    found,
    isSearching: search.isPending,
    change,
    check: { data: check.data as MailboxCheck | undefined, error: check.error as unknown, busy: check.isPending },
    busy: open.isPending,
    faults: faultsOf(open.error),
    isOfAddress: isOfAddress(open.error),
    /** To the server, which is looked for anew where no password was typed yet. */
    toServer() {
      if (kind === 'gmail') return setStep('past')
      if (!imap?.password) {
        setImap(undefined)
        search.mutate({ body: { address } })
      }
      setStep('server')
    },
    tryServer: () => check.mutate({ body: settingsOf(imap ?? formOf(address, found)) }),
    finish: () =>
      open.mutate(
        past === 'none' ? undefined : past === 'all' ? null : new Date(Date.now() - Number(past) * dayMs).toISOString(),
      ),
  }
}

export type Connecting = ReturnType<typeof useConnecting>

const isOfAddress = (error: unknown) =>
  error instanceof ApiError &&
  (error.code === 'address-taken' || error.fields.some(({ field }) => field === 'address' || field === 'name'))
