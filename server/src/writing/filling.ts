/** What may stand between braces in a signature or a macro, and what it stands for. */
export const variables = {
  'ticket.number': 'The number of the ticket',
  'ticket.subject': 'The subject of the ticket',
  'contact.name': 'The name of the requester',
  'contact.first_name': 'The first name of the requester',
  'agent.name': 'Your name',
  'mailbox.name': 'The name of the mailbox',
} as const

export type Variable = keyof typeof variables
export type Values = Partial<Record<Variable, string>>
/** Words with their shape, and their plain twin. */
export type Words = { html: string; body: string }
export type Filled = Words & { unknown: string[] }

const variable = /\{\{([^{}]{0,200})\}\}/g

/**
 * Words with what their variables stand for. A variable that there is not, or that stands for nothing here, stays as it is and is named, so
 * that it is seen before a customer reads it.
 */
export function fill({ html, body }: Words, values: Values): Filled {
  const unknown = new Set<string>()
  const replaced = (words: string, spoken: (value: string) => string) =>
    words.replace(variable, (whole, inside: string) => {
      const name = inside.trim()
      const value = Object.hasOwn(values, name) ? values[name as Variable] : undefined
      if (value) return spoken(value)
      unknown.add(name)
      return whole
    })
  return {
    html: replaced(html, escaped),
    body: replaced(body, (value) => value),
    unknown: [...unknown],
  }
}

/** `Lovelace, Ada` and `Dr. Ada Lovelace` are both called Ada; nobody is called by an address. */
export function firstNameOf(name: string): string {
  const [family = '', given] = name.split(',')
  const words = (given?.trim() ? given : family).trim().split(/\s+/)
  const first = words.find((word, at) => at === words.length - 1 || !isTitle(word)) ?? ''
  return first.includes('@') ? '' : first
}

const isTitle = (word: string) => /^(?:\p{L}+\.|mr|mrs|ms|miss|sir|herr|frau|dr|prof|m|mme)$/iu.test(word)

const escaped = (value: string) => value.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`)
