import type { Mailbox, MailboxCheck, NewMailWebhook } from '@docket/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, answered, api, faultsOf, hooks } from '../api.ts'
import { goToConsent } from './asking-consent.ts'
import { type ImapForm, settingsOf } from './imap-fields.tsx'
import { type Past, sinceOf } from './pasts.ts'
import { type Poster, posters } from './posters.ts'
import { formOf } from './providers.ts'
import { byId, invalidateMailboxes } from './queries.ts'

export type Kind = 'gmail' | 'imap' | 'nylas' | 'webhook' | 'smtp'
export type Begun = Pick<Mailbox, 'id' | 'address' | 'name' | 'posted_by'>
/** An address that a provider posts to, as it is shown once. */
export type Made = { mailbox: Begun; hook: NewMailWebhook }
type Step = 'address' | 'server' | 'poster' | 'call' | 'past' | 'consent'

/** What is typed on the way from an address to its mail, and the deeds of each step. */
export function useConnecting(begun: Begun | undefined, onDone: (mailboxId: string) => void) {
  const client = useQueryClient()
  const [step, setStep] = useState<Step>('address')
  const [address, setAddress] = useState(begun?.address ?? '')
  const [name, setName] = useState(begun?.name ?? '')
  const [kind, setKind] = useState<Kind>('imap')
  const [imap, setImap] = useState<ImapForm>()
  const [past, setPast] = useState<Past>('30')
  const [account, setAccount] = useState('')
  const [send, setSend] = useState(false)
  const [shadow, setShadow] = useState(false)
  const [poster, setPoster] = useState<Poster>('postmark')
  const [signingKey, setSigningKey] = useState('')
  const [topic, setTopic] = useState('')
  const check = hooks.useMutation('post', '/mailboxes/imap/check')
  const search = hooks.useMutation('post', '/mailboxes/imap/guess')
  const found = search.data?.items[0]

  const opened = async (): Promise<Begun> => {
    const mailbox = begun ?? (await answered(api.POST('/mailboxes', { body: { address, name: name || address } })))
    // Before the first mail comes in, so that nothing can leave because of it.
    if (shadow) await answered(api.PUT('/mailboxes/{id}/shadow', { ...byId(mailbox), body: { shadow } }))
    return mailbox
  }
  const open = useMutation({
    mutationFn: async (since: string | null | undefined): Promise<string | undefined> => {
      const mailbox = await opened()
      if (kind === 'imap' && imap)
        await api.PUT('/mailboxes/{id}/connection/imap', { ...byId(mailbox), body: { ...settingsOf(imap), since } })
      if (kind !== 'gmail' && kind !== 'nylas') return mailbox.id
      await goToConsent({ kind, mailboxId: mailbox.id, account, journal: false, send })
      return undefined
    },
    onSuccess: (mailboxId) => mailboxId && onDone(mailboxId),
    // What is wrong with the address is said where it is typed.
    onError: (error) => {
      if (isOfAddress(error)) setStep('address')
    },
    // On the way to a provider there is no page left that would show it.
    onSettled: (mailboxId, error) => (mailboxId || error ? invalidateMailboxes(client) : undefined),
  })

  const make = useMutation({
    mutationFn: async (): Promise<Made> => {
      const mailbox = await opened()
      const { key, topic: about } = posters[poster]
      const body = {
        provider: poster,
        ...(key && signingKey && { signing_key: signingKey }),
        ...(about && topic && { topic }),
      }
      return { mailbox, hook: await answered(api.PUT('/mailboxes/{id}/webhook', { ...byId(mailbox), body })) }
    },
    onSuccess: () => setStep('call'),
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
    ...{ account, setAccount, send, setSend },
    ...{ poster, signingKey, setSigningKey, topic, setTopic, made: make.data, address },
    setPoster: (next: Poster) => {
      setPoster(next)
      make.reset()
    },
    make: { run: () => make.mutate(), busy: make.isPending, faults: faultsOf(make.error) },
    setAddress: (next: string) => {
      setAddress(next)
      open.reset()
      make.reset()
    },
    imap: imap ?? formOf(address, found),
    found,
    isSearching: search.isPending,
    change,
    check: { data: check.data as MailboxCheck | undefined, error: check.error as unknown, busy: check.isPending },
    busy: open.isPending,
    faults: faultsOf(isOfAddress(make.error) ? make.error : open.error),
    isOfAddress: isOfAddress(open.error) || isOfAddress(make.error),
    /** On from the address: to the server, which is looked for anew where no password was typed yet, or to what its kind asks. */
    go() {
      if (kind === 'webhook') return setStep('poster')
      if (kind !== 'imap') return setStep('consent')
      if (!imap?.password) {
        setImap(undefined)
        search.mutate({ body: { address } })
      }
      setStep('server')
    },
    tryServer: () => check.mutate({ body: settingsOf(imap ?? formOf(address, found)) }),
    finish: () => open.mutate(sinceOf(past)),
  }
}

export type Connecting = ReturnType<typeof useConnecting>

const isOfAddress = (error: unknown) =>
  error instanceof ApiError &&
  (error.code === 'address-taken' || error.fields.some(({ field }) => field === 'address' || field === 'name'))
