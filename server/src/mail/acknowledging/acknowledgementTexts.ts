import { invalid } from '../../platform/problem.ts'

export const languages = ['en', 'de', 'fr', 'es'] as const
export type Language = (typeof languages)[number]
export type Text = { subject: string; body: string }
/** Own words of a mailbox; where there are none, Docket's stand. */
export type Texts = { [L in Language]?: Text | undefined }

/** Whose names these are is known to us: nothing that a stranger wrote can be repeated to whomever he names as the sender. */
export const variables = {
  'ticket.number': 'The number of the ticket',
  'mailbox.name': 'The name of the mailbox',
  'mailbox.address': 'The address of the mailbox',
  'organisation.name': 'The name of the organisation',
} as const
export type Values = Record<keyof typeof variables, string>

export const standardTexts: Record<Language, Text> = {
  en: {
    subject: 'We have your message (no. {{ticket.number}})',
    body: `Hello,

thank you for your message. It has arrived and has the number {{ticket.number}}. A person will read it and answer you.

To add something, simply answer this mail.

{{mailbox.name}}

This confirmation was written automatically.`,
  },
  de: {
    subject: 'Wir haben Ihre Nachricht (Nr. {{ticket.number}})',
    body: `Guten Tag,

vielen Dank für Ihre Nachricht. Sie ist angekommen und hat die Nummer {{ticket.number}}. Ein Mensch wird sie lesen und Ihnen antworten.

Wenn Sie etwas ergänzen möchten, antworten Sie einfach auf diese Mail.

{{mailbox.name}}

Diese Bestätigung wurde automatisch geschrieben.`,
  },
  fr: {
    subject: 'Nous avons bien reçu votre message (n° {{ticket.number}})',
    body: `Bonjour,

merci pour votre message. Il est bien arrivé et porte le numéro {{ticket.number}}. Une personne le lira et vous répondra.

Pour ajouter quelque chose, répondez simplement à ce courriel.

{{mailbox.name}}

Cette confirmation a été écrite automatiquement.`,
  },
  es: {
    subject: 'Hemos recibido su mensaje (n.º {{ticket.number}})',
    body: `Hola:

Gracias por su mensaje. Ha llegado y tiene el número {{ticket.number}}. Una persona lo leerá y le responderá.

Si quiere añadir algo, responda a este correo.

{{mailbox.name}}

Esta confirmación se ha escrito automáticamente.`,
  },
}

const variable = /\{\{([^{}]*)\}\}/g

/** The words with what their variables stand for. What is filled in ends no line of the subject. */
export function filled({ subject, body }: Text, values: Values): Text {
  const fill = (words: string) =>
    words.replace(variable, (whole, name: string) => values[name.trim() as keyof Values] ?? whole)
  return {
    subject: fill(subject)
      .replace(/[\s\p{C}]+/gu, ' ')
      .trim(),
    body: fill(body).replaceAll('\r\n', '\n').trim(),
  }
}

/** Refuses words that could not be sent: an unknown variable, a brace left open, no number that a customer could name. */
export function mustBeSendable({ subject, body }: Text, field = ''): void {
  const errors = [
    ...faultsIn(subject).map((message) => ({ field: `${field}subject`, message })),
    ...faultsIn(body).map((message) => ({ field: `${field}body`, message })),
  ]
  if (errors.length === 0 && !numbered(subject) && !numbered(body))
    errors.push({ field: `${field}body`, message: 'must say the number of the ticket: {{ticket.number}}' })
  if (errors.length > 0)
    throw invalid(errors.map(({ field, message }) => `${field}: ${message}`).join('; '), { errors })
}

const numbered = (words: string) => [...words.matchAll(variable)].some(([, name]) => name?.trim() === 'ticket.number')

function faultsIn(words: string): string[] {
  const unknown = [...words.matchAll(variable)]
    .map(([, name = '']) => name.trim())
    .filter((name) => !(name in variables))
  const faults = [...new Set(unknown)].map(
    (name) =>
      `has no variable “${name.slice(0, 40)}”; there are ${Object.keys(variables).join(', ')}. Nothing that the sender wrote can be repeated`,
  )
  if (/\{\{|\}\}/.test(words.replace(variable, ''))) faults.push('has “{{” or “}}” without its other half')
  return faults
}
