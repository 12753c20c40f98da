import { createTransport } from 'nodemailer'
import type { Page } from 'playwright-core'
import type { Running } from './server.ts'

const columns = Array.from({ length: 24 }, (_, i) => `<td>Column ${i}</td>`).join('')

/**
 * Mails that a page must bear: long German words, a script from right to left, a wide table, files, machines, nonsense.
 */
const mails = [
  {
    from: 'Hans-Joachim Müller-Lüdenscheidt <hans@donaudampfschifffahrt.example>',
    subject:
      'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz: Rückfrage zur Grundstücksverkehrsgenehmigungszuständigkeit',
    text: 'Guten Tag,\n\nim Formular Rechtsschutzversicherungsgesellschaftenverzeichnis fehlt die Kraftfahrzeughaftpflichtversicherung.\n\nMit freundlichen Grüßen\nH.-J. Müller-Lüdenscheidt',
  },
  {
    from: 'ליאת כהן <liat@example.co.il>',
    subject: 'הזמנה מספר 4711 לא הגיעה',
    text: 'שלום,\n\nההזמנה שלי (4711) עדיין לא הגיעה. מתי היא תישלח?\n\nתודה, ליאת',
  },
  {
    from: 'Grace Hopper <grace@navy.example>',
    subject: 'Invoice table does not add up',
    html: `<p>Please look at <b>row 3</b>:</p><table border="1"><tr>${columns}</tr></table><p>Grace</p>`,
    attachments: [
      { filename: 'invoice.pdf', content: '%PDF-1.4 not really', contentType: 'application/pdf' },
      {
        filename: 'a very long name of a spreadsheet that somebody saved twice (final) (2).xlsx',
        content: 'PK',
      },
    ],
  },
  {
    from: 'Out of office <linus@example.net>',
    subject: 'Automatic reply: away until Monday',
    text: 'I am away.',
    headers: { 'Auto-Submitted': 'auto-replied' },
  },
  {
    from: 'Ada Lovelace <ada@example.com>',
    subject: 'The analytical engine is stuck',
    text: 'It stopped at Bernoulli number eight.\n\nI turned the crank both ways.\n\nAda',
  },
]

/** A desk with some work on it: mails of the cast, a reply, a note, a change, and one mail that cannot be read. */
export async function seedDesk(
  docket: Running,
  page: Page,
): Promise<{ ticketId: string; messageId: string; mailboxId: string }> {
  const smtp = createTransport({ host: '127.0.0.1', port: docket.smtpPort, secure: false, ignoreTLS: true })
  const to = 'support@demo.localhost'
  for (const [at, mail] of mails.entries()) {
    await smtp.sendMail({ to, ...mail })
    await until(async () => (await tickets(page)).length === at + 1)
  }
  const raw = 'Subject: written by nobody\r\n\r\nThis mail has no sender.\r\n'
  await smtp.sendMail({ envelope: { from: 'machine@example.org', to }, raw })
  await until(async () => (await ask(page, 'GET', '/ops/failed-mails')).items.length === 1)

  const [ada] = await tickets(page)
  const { id: ticketId } = ada!
  // Before anybody answers her, or it would not be acknowledged any more.
  await until(async () => (await ticketOf(page, ticketId)).messages[1]?.delivery.status === 'sent')
  await ask(page, 'POST', `/tickets/${ticketId}/notes`, { body: 'She is right: the eighth card is bent.' })
  await ask(page, 'PATCH', `/tickets/${ticketId}`, {
    priority: 'high',
    version: (await ticketOf(page, ticketId)).version,
  })
  const { messages } = await ask(page, 'POST', `/tickets/${ticketId}/replies`, {
    body: 'Dear Ada,\n\nplease turn the crank once more.\n\nKim',
  })
  // Where a reply waits to be taken back, this one does not.
  const reply = messages.at(-1)
  if (Date.parse(reply.delivery?.leaves_at ?? '') > Date.now() + 5_000)
    await ask(page, 'POST', `/tickets/${ticketId}/messages/${reply.id}/send-now`, {})
  await until(async () => (await ask(page, 'GET', '/outbox')).items[0]?.status === 'sent')
  await until(async () => (await ticketOf(page, ticketId)).messages[0].authentication !== null)
  const mailboxId = (await ask(page, 'GET', '/mailboxes')).items[0].id
  return { ticketId, messageId: messages[0].id, mailboxId }
}

/** The API, asked as the page would ask it. */
// biome-ignore lint/suspicious/noExplicitAny: the answer is what the caller looks into.
export function ask(page: Page, method: string, path: string, body?: unknown): Promise<any> {
  return page.evaluate(
    async ([method, path, body]) => {
      const headers: Record<string, string> = {}
      if (method !== 'GET') {
        headers['x-csrf-token'] = (await (await fetch('/api/auth/csrf')).json()).csrf_token
        headers['content-type'] = 'application/json'
      }
      const answer = await fetch(`/api${path}`, { method, headers, ...(body ? { body } : {}) })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return answer.status === 204 ? undefined : answer.json()
    },
    [method, path, body === undefined ? '' : JSON.stringify(body)] as const,
  )
}

const tickets = async (page: Page): Promise<{ id: string }[]> => (await ask(page, 'GET', '/tickets')).items
const ticketOf = (page: Page, id: string) => ask(page, 'GET', `/tickets/${id}`)

export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 800; tries++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('What was waited for did not come within 40 s.')
}
