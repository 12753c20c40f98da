import { useEffect, useRef, useSyncExternalStore } from 'react'

type Action = {
  title: string
  keys?: string
  also?: string
  group: 'Move' | 'Ticket' | 'Write' | 'Mailbox' | 'Balance' | 'Go to' | 'Window'
}

/**
 * All that can be done by key or from ⌘K. The help page is this table; a page lends each its deed while it is shown.
 */
export const actions = {
  'list.down': { title: 'Next in the list', keys: 'j', group: 'Move' },
  'list.up': { title: 'Previous in the list', keys: 'k', group: 'Move' },
  'list.open': { title: 'Open ticket', keys: 'o', also: 'enter', group: 'Move' },
  'list.unread': { title: 'Next unread ticket', keys: '.', group: 'Move' },
  'list.search': { title: 'Search tickets', keys: '/', group: 'Move' },
  'ticket.back': { title: 'Back to the list', keys: 'u', group: 'Move' },
  'ticket.resolve': { title: 'Resolve', keys: 'e', group: 'Ticket' },
  'ticket.mine': { title: 'Assign to me', keys: 'i', group: 'Ticket' },
  'ticket.priority': { title: 'Set priority…', keys: 'p', group: 'Ticket' },
  'ticket.status': { title: 'Set status…', keys: 's', group: 'Ticket' },
  'ticket.assign': { title: 'Assign to…', keys: 'shift+a', group: 'Ticket' },
  'ticket.unread': { title: 'Mark unread', keys: 'shift+u', group: 'Ticket' },
  'ticket.images': { title: 'Show images from outside', keys: 'shift+i', group: 'Ticket' },
  'ticket.pictures': { title: 'Look at the attached pictures', keys: 'v', group: 'Ticket' },
  'ticket.merge': { title: 'Merge into another ticket…', keys: 'm', group: 'Ticket' },
  'ticket.split': { title: 'Split messages off…', group: 'Ticket' },
  'ticket.approve': { title: 'Let the held sender take part', keys: 'y', group: 'Ticket' },
  'ticket.block': { title: 'Block sender…', group: 'Ticket' },
  'ticket.link': { title: 'Copy link to this ticket', group: 'Ticket' },
  'write.reply': { title: 'Reply', keys: 'r', group: 'Write' },
  'write.all': { title: 'Reply to all', keys: 'a', group: 'Write' },
  'write.forward': { title: 'Forward', keys: 'f', group: 'Write' },
  'write.new': { title: 'New mail', keys: 'c', group: 'Write' },
  'write.macro': { title: 'Insert a macro…', group: 'Write' },
  'write.attach': { title: 'Attach files…', group: 'Write' },
  'write.note': { title: 'Write an internal note', keys: 'n', group: 'Write' },
  'write.send': { title: 'Send', keys: 'mod+enter', group: 'Write' },
  'write.resolve': { title: 'Send and resolve', keys: 'mod+shift+enter', group: 'Write' },
  'write.leave': { title: 'Leave the text, keep the draft', keys: 'escape', group: 'Write' },
  'mailbox.new': { title: 'Connect a mailbox', keys: 'shift+w', group: 'Mailbox' },
  'mailbox.look': { title: 'Look and begin', keys: 'shift+o', group: 'Mailbox' },
  'mailbox.pull': { title: 'Look for mail now', keys: 'shift+l', group: 'Mailbox' },
  'mailbox.pause': { title: 'Pause for 30 minutes, or resume', keys: 'shift+p', group: 'Mailbox' },
  'mailbox.backfill': { title: 'Bring older mail…', keys: 'shift+b', group: 'Mailbox' },
  'mailbox.check': { title: 'Check the connection…', keys: 'shift+c', group: 'Mailbox' },
  'mailbox.settings': { title: 'Change password or server…', keys: 'shift+s', group: 'Mailbox' },
  'mailbox.disconnect': { title: 'Disconnect…', group: 'Mailbox' },
  'balance.check': { title: 'Count this day again', keys: 'shift+n', group: 'Balance' },
  'balance.mend': { title: 'Mend this day', keys: 'shift+m', group: 'Balance' },
  'go.inbox': { title: 'Inbox', keys: 'g i', group: 'Go to' },
  'go.mine': { title: 'My tickets', keys: 'g a', group: 'Go to' },
  'go.mailboxes': { title: 'Mailboxes', keys: 'g m', group: 'Go to' },
  'go.outbox': { title: 'Outbox', keys: 'g o', group: 'Go to' },
  'go.failed': { title: 'Failed mails', keys: 'g f', group: 'Go to' },
  'go.replays': { title: 'Replays', group: 'Go to' },
  'go.collisions': { title: 'Used Message-IDs', group: 'Go to' },
  'go.ops': { title: 'Operations', keys: 'g p', group: 'Go to' },
  'go.balance': { title: 'Mail balance', keys: 'g b', group: 'Go to' },
  'go.senders': { title: 'Blocked senders', group: 'Go to' },
  'go.settings': { title: 'Settings', keys: 'g s', group: 'Go to' },
  'go.acknowledgements': { title: 'Acknowledgements', group: 'Go to' },
  'window.commands': { title: 'Command menu', keys: 'mod+k', group: 'Window' },
  'window.undo': { title: 'Undo', keys: 'z', group: 'Window' },
  'window.help': { title: 'Keyboard shortcuts', keys: '?', group: 'Window' },
  'window.rail': { title: 'Fold the rail', keys: '[', group: 'Window' },
  'window.context': { title: 'Fold the context', keys: ']', group: 'Window' },
  'window.theme': { title: 'Light, dark or as the system', group: 'Window' },
  'window.leave': { title: 'Sign out', group: 'Window' },
} satisfies Record<string, Action>

export type ActionId = keyof typeof actions
export const actionOf = (id: ActionId): Action => actions[id]
export const actionIds = Object.keys(actions) as ActionId[]

/** Lends an action its deed while the caller is shown; the latest lender wins. */
export function useAction(id: ActionId, deed: (() => void) | undefined): void {
  const latest = useRef(deed)
  latest.current = deed
  const lent = deed !== undefined
  useEffect(() => {
    if (!lent) return
    return lend(id, () => latest.current?.())
  }, [id, lent])
}

/** The same outside a page; until what it returns is called. */
export function lend(id: ActionId, run: () => void): () => void {
  lenders.set(id, [...(lenders.get(id) ?? []), run])
  changed()
  return () => {
    lenders.set(id, lenders.get(id)?.filter((each) => each !== run) ?? [])
    changed()
  }
}

/** Does it, if a page that can is shown. */
export function runAction(id: ActionId): boolean {
  const deed = lenders.get(id)?.at(-1)
  deed?.()
  return deed !== undefined
}

/** The actions that would do something now. */
export const useLentActions = (): ActionId[] => useSyncExternalStore(watch, () => lent)

const lenders = new Map<ActionId, (() => void)[]>()
const watchers = new Set<() => void>()
let lent: ActionId[] = []

function changed(): void {
  lent = actionIds.filter((id) => (lenders.get(id)?.length ?? 0) > 0)
  for (const watcher of watchers) watcher()
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}
