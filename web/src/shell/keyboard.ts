import { useEffect } from 'react'
import { type ActionId, actionIds, actionOf, runAction } from './actions.ts'

/** Listens to the whole window: single keys unless somebody is typing, chords such as `g i`, and ⌘ anywhere. */
export function useKeyboard(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** Also given to the frames that show mail, which have a window of their own. */
export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const typing = isTyping(event.target)
  if (isFloating(event.target) && event.key !== 'k') return

  const key = nameOf(event)
  const plain = !key.startsWith('mod+')
  if (plain && key !== 'escape' && typing) return
  if (key === 'enter' && isPressable(event.target)) return

  const now = event.timeStamp
  const chord = lead && now - lead.at < chordMs ? `${lead.key} ${key}` : undefined
  lead = undefined
  const action = (chord && byKeys.get(chord)) || byKeys.get(key)
  if (action) {
    if (runAction(action)) event.preventDefault()
  } else if (leads.has(key) && !typing) {
    lead = { key, at: now }
    event.preventDefault()
  }
}

const chordMs = 1200
let lead: { key: string; at: number } | undefined

const byKeys = new Map<string, ActionId>(
  actionIds.flatMap((id) => {
    const { keys, also } = actionOf(id)
    return [keys, also].filter((each) => each !== undefined).map((each): [string, ActionId] => [each, id])
  }),
)
const leads = new Set([...byKeys.keys()].filter((keys) => keys.includes(' ')).map((keys) => keys.split(' ')[0]))

function nameOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase()
  const mod = event.metaKey || event.ctrlKey
  const isLetter = /^[a-z]$/.test(key) || key.length > 1
  return `${mod ? 'mod+' : ''}${event.shiftKey && isLetter ? 'shift+' : ''}${event.altKey ? 'alt+' : ''}${key}`
}

// Elements of a mail's frame are of another realm, where instanceof is always false.
const within = (target: EventTarget | null, selector: string): boolean =>
  Boolean(target && 'closest' in target && (target as Element).closest(selector))

const isTyping = (target: EventTarget | null) => within(target, 'input, textarea, select, [contenteditable="true"]')
const isFloating = (target: EventTarget | null) =>
  within(target, '[role="dialog"], [role="menu"], [role="alertdialog"]')
const isPressable = (target: EventTarget | null) => within(target, 'button, a, summary')
