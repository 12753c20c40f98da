import { bareAddress, readAddresses } from './addresses.ts'
import type { ReadMail, Recipient } from './parsed.ts'

type Headers = ReadMail['headers']

/** An address the mail may have been meant for; `header` is null for what the sending server said in the envelope. */
type Candidate = {
  address: string
  header: string | null
  source: Exclude<Recipient['source'], 'unknown'>
  confidence: Recipient['confidence']
}

/** Which of our addresses a delivery was meant for, how sure that is, and all that was considered, the surest first. */
export type RecipientEvidence = Recipient & {
  candidates: (Candidate & { ours: boolean })[]
  /** How many more there were. */
  omitted: number
}

/** Which of our addresses the mail was meant for, and how sure that is. The envelope is better than any header. */
export function findRecipient(headers: Headers, envelopeTo: string | null): Recipient {
  const traced = tracesOf(headers, envelopeTo).next().value
  if (traced) return winner(traced)
  for (const name of ['to', 'cc']) {
    for (const value of headers.get(name) ?? []) {
      const first = readAddresses(value)[0]
      if (first) return { address: first.address.toLowerCase(), source: 'to_cc_scan', confidence: 'low' }
    }
  }
  return nobody
}

const candidatesMax = 50

/**
 * The same, knowing our mailboxes: among To and Cc, where strangers stand too, an address of ours wins. Every mail of a journal bears
 * the address of its account: that says nothing.
 */
export function weighRecipient(
  { headers, mail }: Pick<ReadMail, 'headers' | 'mail'>,
  envelopeTo: string | null,
  isOurs: (address: string) => boolean,
  journal?: string,
): RecipientEvidence {
  const named = [...mail.to.map(inHeader('To')), ...mail.cc.map(inHeader('Cc'))]
  const unique = new Map(
    [...tracesOf(headers, envelopeTo), ...named].map((one) => [`${one.header} ${one.address}`, one] as const),
  )
  const all = [...unique.values()]
    .filter(({ address }) => address !== journal)
    .map((one) => ({ ...one, ours: isOurs(one.address) }))
  const scanned = all.filter(({ source }) => source === 'to_cc_scan')
  const won = all[0]?.source === 'to_cc_scan' ? (scanned.find(({ ours }) => ours) ?? all[0]) : all[0]
  // Of very many the winner is never among those that are left out.
  const candidates = all.slice(0, candidatesMax)
  if (won && !candidates.includes(won)) candidates.push(won)
  return { ...(won ? winner(won) : nobody), candidates, omitted: all.length - candidates.length }
}

function* tracesOf(headers: Headers, envelopeTo: string | null): Generator<Candidate, undefined> {
  const envelope = envelopeTo ? bareAddress(envelopeTo) : null
  if (envelope) yield { address: envelope, header: null, source: 'envelope', confidence: 'high' }
  for (const { header, source, confidence } of traces) {
    for (const value of headers.get(header.toLowerCase()) ?? []) {
      const address = bareAddress(value)
      if (address) yield { address, header, source, confidence }
    }
  }
}

const traces = [
  { header: 'X-Gm-Original-To', source: 'workspace_header', confidence: 'high' },
  { header: 'Delivered-To', source: 'delivered_to', confidence: 'medium' },
  { header: 'X-Original-To', source: 'x_original_to', confidence: 'medium' },
] as const

const inHeader =
  (header: string) =>
  ({ address }: { address: string }): Candidate => ({
    address: address.toLowerCase(),
    header,
    source: 'to_cc_scan',
    confidence: 'low',
  })

const winner = ({ address, source, confidence }: Candidate): Recipient => ({ address, source, confidence })
const nobody: Recipient = { address: null, source: 'unknown', confidence: 'low' }
