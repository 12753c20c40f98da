import { claimedNumber } from '../../tickets/index.ts'
import { splitAddress, tagOf } from '../mailbox.ts'
import type { ReadMail } from '../parsing/parsed.ts'

const idsMax = 100

/** The ids of a mail: its own, that of the mail it returns undelivered, those it answers, and those it refers to, last first. */
export function idsOf(read: ReadMail): {
  own: string | null
  original: string | null
  parents: string[]
  references: string[]
} {
  const { message_id: own, in_reply_to, references, verdict } = read.mail
  const foreign = (id: string) => id !== own
  return {
    own,
    original: verdict.bounce ? read.original : null,
    parents: in_reply_to && foreign(in_reply_to) ? [in_reply_to] : [],
    references: [...new Set(references.slice(-idsMax))].filter(foreign).reverse(),
  }
}

/** Where a reply token may stand, the surest place first. */
export function tokensOf({ envelopeTo, read: { headers, mail } }: { envelopeTo: string | null; read: ReadMail }): {
  token: string
  where: string
}[] {
  const places: [string, readonly string[]][] = [
    ['envelope', envelopeTo ? [envelopeTo] : []],
    ['Delivered-To', headers.get('delivered-to') ?? []],
    ['X-Original-To', headers.get('x-original-to') ?? []],
    ['To', mail.to.map(({ address }) => address)],
    ['Cc', mail.cc.map(({ address }) => address)],
  ]
  return places.flatMap(([where, addresses]) =>
    addresses.slice(0, idsMax).flatMap((address) => {
      const token = tagOf(address.trim().replace(/^<|>$/g, ''))
      return token && claimedNumber(token) ? [{ token, where }] : []
    }),
  )
}

/** `docket.TOKEN@domain`: the stable id of a ticket, which every mail of ours refers to. */
export const ticketReferenceId = (token: string, domain: string) => `docket.${token}@${domain}`

export function ticketReference(id: string): string | null {
  const { local } = splitAddress(id)
  return local.startsWith('docket.') ? local.slice('docket.'.length) : null
}

const listIdMax = 255

/** The mailing list a mail came through, in its own words (RFC 2919): whoever writes them may lie, so they widen nobody's sight. */
export function listOf({ headers }: ReadMail): string | null {
  for (const name of ['list-id', 'list-post', 'x-mailing-list']) {
    const value = headers.get(name)?.[0]?.trim()
    if (!value) continue
    const inner = value.slice(value.lastIndexOf('<') + 1).split('>', 1)[0]!
    const id = inner.replace(/\s+/g, '').toLowerCase()
    if (id && id.length <= listIdMax) return id
  }
  return null
}
