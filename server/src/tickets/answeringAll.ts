import { sql } from 'kysely'
import { readAddress, recipientsMax } from './recipients.ts'
import type { TicketView } from './shapes.ts'
import type { Named } from './ticket.ts'

type ReplyAll = TicketView['reply_all']
export type Answered = {
  from: Named
  to: Named[]
  cc: Named[]
  replyTo: Named[]
  isList: boolean
}

/** The newest mail of `t` that is not held: an answer to all goes to all of it. */
export const answeredOfT = sql`
  (select json_build_object('from', json_build_object('name', a.from_name, 'address', a.from_address), 'to', a.to_addresses,
      'cc', a.cc_addresses, 'replyTo', a.reply_to_addresses, 'isList', coalesce((a.verdict->>'list')::boolean, false))
    from message a where a.ticket_id = t.id and a.direction = 'in' and not a.held order by a.at desc, a.id desc limit 1)`

/** To whom an answer to all of a ticket goes; where no mail came, to the requester. */
export const replyAll = (
  answered: Answered | null,
  requester: { name: string; email: string },
  isOurs: (address: string) => boolean,
): ReplyAll => answerToAll(answered ?? onlyFrom(requester), isOurs)

const onlyFrom = ({ name, email: address }: { name: string; email: string }): Answered => ({
  from: { name, address },
  ...{ to: [], cc: [], replyTo: [], isList: false },
})

/**
 * Its sender, and who else stood on it: without ourselves, without machines that read nothing, without a list's address, which would
 * carry the answer to strangers. Where the mail wants the answer elsewhere, that is only told: whoever forges a mail may write it.
 */
function answerToAll({ from, to, cc, replyTo, isList }: Answered, isOurs: (address: string) => boolean): ReplyAll {
  const left_out: ReplyAll['left_out'] = []
  const taken = new Set<string>()
  const keep = (people: readonly Named[]) =>
    people.filter(({ name, address }) => {
      const spelled = address.trim().toLowerCase()
      if (taken.has(spelled) || spelled === '' || isOurs(spelled)) return false
      taken.add(spelled)
      const read = readAddress(address)
      const says =
        'fault' in read ? `It ${read.fault}.` : isMachine(spelled) ? 'Nobody reads mail to this address.' : ''
      if (says) left_out.push({ name, address, says })
      return says === '' && taken.size <= recipientsMax
    })
  const sender = keep([from])
  if (isList) {
    for (const one of [...to, ...cc])
      if (!isOurs(one.address) && !taken.has(one.address.toLowerCase())) left_out.push({ ...one, says: throughList })
    return { to: sender, cc: [], left_out, reply_to: elsewhere(from, replyTo, isOurs) }
  }
  return { to: [...sender, ...keep(to)], cc: keep(cc), left_out, reply_to: elsewhere(from, replyTo, isOurs) }
}

const throughList = 'The mail came through a mailing list: the answer would go to all who read it.'

function elsewhere(from: Named, replyTo: readonly Named[], isOurs: (address: string) => boolean): ReplyAll['reply_to'] {
  const sender = from.address.toLowerCase()
  const others = replyTo.filter(
    ({ address }) => address.toLowerCase() !== sender && !isOurs(address) && !('fault' in readAddress(address)),
  )
  if (others.length === 0) return null
  const to = others.slice(0, 10)
  const away = to.filter(({ address }) => domainOf(address) !== domainOf(sender))
  const names = to.map(({ address }) => address).join(', ')
  const says =
    away.length > 0
      ? `The mail wants the answer at ${names}, which is not where its sender ${sender} is. Make sure of it before you write there.`
      : `The mail wants the answer at ${names}.`
  return { to, says }
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** What machines call the addresses that nobody reads. */
function isMachine(address: string): boolean {
  const local = address.slice(0, address.lastIndexOf('@')).split('+', 1)[0]!
  const plain = local.replace(/[._-]/g, '')
  return (
    /^(?:noreply|donotreply|dontreply|mailerdaemon|postmaster|bounces?|nobody)$/.test(plain) ||
    plain.endsWith('noreply')
  )
}
