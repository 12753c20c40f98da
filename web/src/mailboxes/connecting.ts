import type { Mailbox, MailboxCheck } from '@docket/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, answered, api, faultsOf, hooks } from '../api.ts'
import { type ImapForm, settingsOf } from './imap-fields.tsx'
import { guessOf } from './providers.ts'
import { byId, invalidateMailboxes } from './queries.ts'

export type Kind = 'imap' | 'smtp'
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

  const open = useMutation({
    mutationFn: async (since: string | null | undefined) => {
      const mailbox = begun ?? (await answered(api.POST('/mailboxes', { body: { address, name: name || address } })))
      // Before the first mail comes in, so that nothing can leave because of it.
      if (shadow) await api.PUT('/mailboxes/{id}/shadow', { ...byId(mailbox), body: { shadow } })
      if (kind === 'imap' && imap)
        await api.PUT('/mailboxes/{id}/connection/imap', { ...byId(mailbox), body: { ...settingsOf(imap), since } })
      return mailbox.id
    },
    onSuccess: onDone,
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
    imap: imap ?? guessOf(address),
    change,
    check: { data: check.data as MailboxCheck | undefined, error: check.error as unknown, busy: check.isPending },
    busy: open.isPending,
    faults: faultsOf(open.error),
    isOfAddress: isOfAddress(open.error),
    /** To the server, which is guessed anew where nothing was typed about it yet. */
    toServer() {
      if (!imap || imap.user === '' || (!imap.password && !check.data)) change(guessOf(address))
      setStep('server')
    },
    tryServer: () => check.mutate({ body: settingsOf(imap ?? guessOf(address)) }),
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
