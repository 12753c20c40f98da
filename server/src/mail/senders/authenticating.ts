import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { AuthenticateResult, DKIMResult } from 'mailauth'
import { type AskDns, bounded } from '../../connectors/dns.ts'
import type { Authentication } from '../../tickets/index.ts'
import { readResults } from '../parsing/authenticationResults.ts'
import { type HeaderBlock, readHeaders } from '../parsing/headers.ts'

const authenticationVersion = 1

/** How a mail came, as far as it is known. */
export type Journey = {
  /** Who handed it to us; null when we fetched it, or when that was a mail server of our own. */
  ip: string | null
  helo: string | null
  mailFrom: string | null
  /** The sender that the page shows. */
  from: string
  /** Whose Authentication-Results may be believed, for the way that this delivery came. */
  believed: readonly string[]
}

type Result = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'temperror' | 'permerror' | 'policy' | 'skipped'

/** What was found out, and what follows: the reasons are for people, the facts for whoever asks again. */
export type Authenticated = Authentication & {
  version: number
  /** The DNS or the check itself failed in a way that may pass. */
  temporary: boolean
  spf: { result: Result; domain: string | null }
  dkim: { result: Result; domain: string; selector: string; aligned: boolean; partial: boolean }[]
  dmarc: { result: Result; policy: string | null }
  arc: { result: Result }
}

const limitMs = 2_000
/** SPF alone may ask for some forty names; nobody honest needs as many more. */
const asksMax = 80
/** The largest honest mail takes a small part of it; a body of nothing but blanks may take the library minutes. */
const hashingMs = 10_000
const pieceBytes = 64 * 1024
/** Each may want the whole body hashed in its own way. */
const signaturesMax = 10

/**
 * Whether the sender is who the mail says: DMARC's question, answered by SPF and DKIM and, where a server of ours has asked it before,
 * by that. It asks the DNS, for two seconds at the most, and never throws: what cannot be found out is an answer.
 */
export async function authenticate(
  bytes: Uint8Array,
  journey: Journey,
  dns: AskDns,
  { ms = limitMs, bodyMs = hashingMs }: { ms?: number; bodyMs?: number } = {},
): Promise<Authenticated> {
  try {
    const block = readHeaders(bytes)
    const told = believedResult(block, journey)
    if (told) return told
    const signatures = block.headers.get('dkim-signature')?.length ?? 0
    if (signatures > signaturesMax)
      return only('unverified', `It carries ${signatures} DKIM signatures; so many are not checked.`)
    if (signatures === 0 && journey.ip === null)
      return only(
        'unverified',
        'It is not signed, and it did not come from the sender’s own server: nobody vouches for it.',
      )
    return judge(await ask(bytes, journey, { dns: bounded(dns, { ms, asksMax }), bodyMs }), journey)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { ...only('unknown', `It could not be checked: ${why}`), temporary: !(error instanceof TooLong) }
  }
}

async function ask(
  bytes: Uint8Array,
  { ip, helo, mailFrom }: Journey,
  { dns, bodyMs }: { dns: AskDns; bodyMs: number },
): Promise<AuthenticateResult> {
  // Loaded by whoever checks mail only: it brings much along.
  const mailauth = await import('mailauth')
  return mailauth.authenticate(Readable.from(pieces(bytes, bodyMs)), {
    ...(ip !== null && { ip }),
    ...(helo && { helo }),
    // Without it the Return-Path would be asked about, which anybody may write.
    sender: mailFrom ?? '',
    mta: 'docket',
    resolver: dns,
    rejectRsaSha1: true,
    disableBimi: true,
  })
}

/** What the nearest of the servers that may be believed wrote about this very sender. */
function believedResult({ headers }: HeaderBlock, { believed, from }: Journey): Authenticated | undefined {
  if (believed.length === 0) return undefined
  const wanted = believed.map((id) => id.toLowerCase())
  const results = (headers.get('authentication-results') ?? []).map(readResults)
  const nearest = results.find(({ server }) => wanted.includes(server))
  if (!nearest?.dmarc || nearest.dmarc.from !== domainOf(from)) return undefined
  const { server, dmarc } = nearest
  if (dmarc.result === 'pass')
    return { ...only('verified', `${server} checked it: the mail is from ${dmarc.from} (DMARC).`), dmarc: said('pass') }
  if (dmarc.result === 'fail')
    return {
      ...only('failed', `${server} checked it: the mail is not from ${dmarc.from} (DMARC).`),
      dmarc: said('fail'),
    }
  return undefined
}

/** From facts to a verdict; who owns the domain has the last word, and where nobody has one it is no more than unverified. */
function judge(found: AuthenticateResult, journey: Journey): Authenticated {
  const domain = domainOf(journey.from)
  const spf = {
    result: (journey.ip === null || !found.spf ? 'skipped' : found.spf.status.result) as Result,
    domain: found.spf ? found.spf.domain : null,
  }
  const dkim = found.dkim.results.filter(({ signingDomain }) => signingDomain).map(dkimFacts)
  const dmarc = {
    result: (found.dmarc ? found.dmarc.status.result : 'permerror') as Result,
    policy: found.dmarc && found.dmarc.status.result !== 'none' ? (found.dmarc.policy ?? null) : null,
  }
  const arc = { result: (found.arc ? found.arc.status.result : 'none') as Result }
  const facts = { version: authenticationVersion, spf, dkim, dmarc, arc }
  const reasons = [...dkim.map(signatureSentence), ...spfSentence(spf, journey)]
  if (arc.result !== 'none') reasons.push(`ARC: the chain of those who passed it on is ${wordFor(arc.result)}.`)

  const temporary = [spf, dmarc, ...dkim].some(({ result }) => result === 'temperror')
  const say = (verdict: Authentication['verdict'], sentence: string): Authenticated => ({
    ...facts,
    verdict,
    temporary: verdict === 'unknown' && temporary,
    reasons: [sentence, ...reasons],
  })
  if (!isSameSender(found, domain))
    return say('failed', 'Its From can be read in several ways: who sent it cannot be told.')
  const signed = dkim.filter(({ result, aligned }) => result === 'pass' && aligned)
  const whole = signed.find(({ partial }) => !partial)
  const alignedServer = found.dmarc ? found.dmarc.alignment?.spf.result : undefined
  const byServer =
    spf.result === 'pass' && (dmarc.result === 'none' ? spf.domain?.toLowerCase() === domain : !!alignedServer)
  const vouched = whole ? `${whole.domain} has signed it` : byServer ? `${spf.domain} sends from where it came` : null
  if (dmarc.result === 'pass' && vouched) return say('verified', `It is from ${domain}: ${vouched} (DMARC passed).`)
  if (dmarc.result === 'none' && vouched)
    return say('verified', `It is from ${domain}: ${vouched}; ${domain} has no DMARC.`)
  if (signed.length > 0 && !whole)
    return say(
      'unverified',
      'The signature covers only the beginning of the mail: what follows may be somebody else’s.',
    )
  if (temporary)
    return say('unknown', 'The DNS did not answer everything: whether the sender is who it says is not known.')
  if (dmarc.result === 'fail' && spf.result !== 'skipped')
    return say(
      'failed',
      `Nothing shows that ${domain} sent it, and ${domain} says that all its mail does (${policyOf(dmarc)}).`,
    )
  return say('unverified', `Nothing shows that ${domain} sent it.`)
}

/** The library reads From by itself; only where it reads what we show does its answer concern what we show. */
function isSameSender({ dkim: { headerFrom, fromFields } }: AuthenticateResult, domain: string): boolean {
  return fromFields === 1 && headerFrom.length === 1 && domainOf(headerFrom[0] ?? '') === domain
}

function dkimFacts({ status, signingDomain, selector }: DKIMResult): Authenticated['dkim'][number] {
  const broken = status.result === 'neutral' && status.comment === 'body hash did not verify'
  return {
    result: (broken ? 'fail' : status.result) as Result,
    domain: signingDomain ?? '',
    selector: selector ?? '',
    aligned: !!status.aligned,
    partial: (status.underSized ?? 0) > 0,
  }
}

function signatureSentence({ result, domain, aligned }: Authenticated['dkim'][number]): string {
  if (result === 'pass') return `DKIM: ${domain} has signed it${aligned ? '' : ', which is not the sender’s domain'}.`
  if (result === 'fail')
    return `DKIM: the signature of ${domain} does not fit: the mail was changed, or signed by somebody else.`
  return `DKIM: the signature of ${domain} is ${wordFor(result)}.`
}

function spfSentence({ result, domain }: Authenticated['spf'], { ip }: Journey): string[] {
  if (ip === null) return []
  if (result === 'pass') return [`SPF: ${domain} sends from ${ip}.`]
  if (result === 'fail') return [`SPF: ${domain} does not send from ${ip}.`]
  if (result === 'softfail') return [`SPF: ${domain} does not think that it sends from ${ip}.`]
  return [`SPF: the answer of ${domain ?? 'its domain'} is ${wordFor(result)}.`]
}

const words: Partial<Record<Result, string>> = {
  pass: 'whole',
  fail: 'broken',
  none: 'not there',
  temperror: 'not known: the DNS did not answer',
  permerror: 'faulty',
  policy: 'too weak to count',
  neutral: 'without meaning',
}
const wordFor = (result: Result): string => words[result] ?? result

const policyOf = ({ policy }: Authenticated['dmarc']): string => `DMARC p=${policy ?? 'none'}`

const said = (result: Result) => ({ result, policy: null })

/** A verdict without an own look at the mail. */
function only(verdict: Authentication['verdict'], reason: string): Authenticated {
  const nothing = { result: 'skipped' } as const
  const facts = { spf: { ...nothing, domain: null }, dkim: [], dmarc: { ...nothing, policy: null }, arc: nothing }
  return { version: authenticationVersion, verdict, reasons: [reason], temporary: false, ...facts }
}

/** A mail that nobody needs to ask about: it was written on this very machine. */
export const sentHere = (): Authenticated => only('verified', 'It was sent on this machine.')

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/**
 * Piece by piece, so that others get their turn, and no longer than is good for them. Signatures are over CRLF: lone line feeds are
 * mended here, for the library mends them line by line.
 */
async function* pieces(mail: Uint8Array, ms: number): AsyncGenerator<Buffer> {
  const until = performance.now() + ms
  for (let from = 0; from < mail.length; from += pieceBytes) {
    if (performance.now() > until) throw new TooLong('its body takes too long to be hashed')
    yield withWholeLineEnds(mail.subarray(from, from + pieceBytes), mail[from - 1] === 13)
    await setImmediate()
  }
}

class TooLong extends Error {}

function withWholeLineEnds(piece: Uint8Array, followsReturn: boolean): Buffer {
  const mended = Buffer.allocUnsafe(piece.length * 2)
  let length = 0
  let before = followsReturn ? 13 : 0
  for (const byte of piece) {
    if (byte === 10 && before !== 13) mended[length++] = 13
    mended[length++] = byte
    before = byte
  }
  return mended.subarray(0, length)
}
