/** What the events of merging, splitting, linking, letting in and sending tell of both tickets, and of a person. */
type Moved = {
  fromNumber: number
  intoNumber: number
  messages: number
  stayed?: number
  otherNumber: number
  reason: string
  name: string
  address: string
  why: string
  says: string
}

/** What happened, as the ticket with this number tells it; nothing for what is no such event. */
export function movedInWords(type: string, data: Record<string, unknown>, number: number): string[] {
  const moved = data as Moved
  const words = wordsOf[type]?.(moved, moved.intoNumber === number)
  return words ? [words] : []
}

const wordsOf: Record<string, (moved: Moved, isInto: boolean) => string> = {
  'ticket.merged': ({ fromNumber, intoNumber }, isInto) =>
    `merged #${fromNumber} into ${isInto ? 'this' : `#${intoNumber}`}`,
  'ticket.unmerged': ({ fromNumber, intoNumber, stayed }, isInto) =>
    isInto ? `took #${fromNumber} out again${rest(stayed)}` : `took this out of #${intoNumber} again`,
  'ticket.split': ({ fromNumber, intoNumber, messages }, isInto) =>
    isInto ? `split this off from #${fromNumber}` : `split ${count(messages)} off to #${intoNumber}`,
  'ticket.unsplit': ({ fromNumber, intoNumber, messages, stayed }, isInto) =>
    isInto
      ? `moved ${count(messages)} back to #${fromNumber}${rest(stayed)}`
      : `moved ${count(messages)} back from #${intoNumber}`,
  'ticket.linked': ({ otherNumber, reason }) =>
    `linked this with #${otherNumber}${reason in linkWords ? ` (${linkWords[reason]?.toLowerCase()})` : ''}`,
  'sender.approved': ({ name, address }) => `let ${name || address} take part`,
  'reply.cancelled': ({ why }) =>
    why === 'answered' ? 'gave a scheduled reply back: they wrote before it left' : 'took a reply back before it left',
  'delivery.bounced': ({ address, says }) => `heard that mail to ${address} came back. ${says}`,
  'sender.held': ({ name, address }) => `took ${name || address} out, whose messages are held now`,
}

/** Why two tickets are shown with each other. */
export const linkWords: Record<string, string> = {
  split: 'Split off',
  closed: 'Answers one closed long ago',
  new_subject: 'Same thread, new subject',
  late_parent: 'Perhaps the same thread',
  subject_number: 'Named in the subject',
}

const count = (messages: number): string => (messages === 1 ? 'a message' : `${messages} messages`)
const rest = (stayed = 0): string => (stayed > 0 ? `; ${count(stayed)} written since stayed` : '')
