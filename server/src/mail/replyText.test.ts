import fc from 'fast-check'
import { expect, test } from 'vitest'
import { replySeparator, splitReply } from './replyText.ts'

const quote = '> Is it plugged in?\n> Regards'

test.each([
  ['English', 'On Thu, 19 Nov 2026 at 10:00, Kim <kim@d.example> wrote:'],
  ['English over two lines', 'On Thu, 19 Nov 2026 at 10:00, Kim Someone\n<kim@d.example> wrote:'],
  ['German', 'Am 19.11.2026 um 10:00 schrieb Kim <kim@d.example>:'],
  ['French', 'Le jeu. 19 nov. 2026 à 10:00, Kim <kim@d.example> a écrit :'],
  ['Spanish', 'El jue, 19 nov 2026 a las 10:00, Kim (<kim@d.example>) escribió:'],
  ['Italian', 'Il giorno gio 19 nov 2026 alle ore 10:00 Kim <kim@d.example> ha scritto:'],
  ['Portuguese', 'Em qui., 19 de nov. de 2026 às 10:00, Kim <kim@d.example> escreveu:'],
  ['Dutch', 'Op do 19 nov 2026 om 10:00 schreef Kim <kim@d.example>:'],
  ['Swedish', 'Den tors 19 nov 2026 kl 10:00 skrev Kim <kim@d.example>:'],
  ['Polish', 'czw., 19 lis 2026 o 10:00 Kim <kim@d.example> napisał(a):'],
  ['Russian', 'чт, 19 нояб. 2026 г. в 10:00, Kim <kim@d.example> написал:'],
  ['Chinese', 'Kim <kim@d.example> 于2026年11月19日周四 10:00写道：'],
  ['Japanese', '2026年11月19日(木) 10:00 Kim <kim@d.example> のメッセージ:'],
])('the head of a quote is known in %s', (_, head) => {
  expect(splitReply(`It is.\n\n${head}\n\n${quote}`)).toEqual({ reply: 'It is.', quoted: `${head}\n\n${quote}` })
})

test('below our own separator nothing is the reply, above it the head goes too', () => {
  const text = `Yes.\n\nOn Thu, 19 Nov 2026, Help wrote:\n\n${replySeparator}\n\nHello, try this.`
  expect(splitReply(text)).toEqual({ reply: 'Yes.', quoted: text.slice(6) })
  expect(splitReply(`Yes.\n> ${replySeparator}\n> Hello`).reply).toBe('Yes.')
})

test('an Outlook block ends the reply in any of its languages', () => {
  expect(splitReply('Ja.\n\nVon: Kim\nGesendet: Montag\nAn: Ada\nBetreff: x\n\nHallo').reply).toBe('Ja.')
  expect(
    splitReply('Oui.\n________________________________\nDe : Kim\nEnvoyé : lundi\nÀ : Ada\nObjet : x\n\nBonjour').reply,
  ).toBe('Oui.')
  expect(splitReply('Yes.\n\n-----Original Message-----\nFrom: Kim').reply).toBe('Yes.')
})

test('answers between the lines stay with what they answer', () => {
  const text = 'Kim wrote:\n> one?\nyes\n> two?\nno'
  expect(splitReply(text)).toEqual({ reply: text, quoted: '' })
})

test('an answer below the quote is the reply', () => {
  const split = splitReply(`On 19 Nov 2026, Kim <kim@d.example> wrote:\n${quote}\n\nIt is plugged in.`)
  expect(split.reply).toBe('It is plugged in.')
})

test('a forwarded mail is what the person wants to be read', () => {
  const text =
    'Please see:\n\n---------- Forwarded message ---------\nFrom: Kim <kim@d.example>\nDate: Mon\nSubject: x\nTo: Ada\n\nHello'
  expect(splitReply(text).reply).toBe(text)
})

test('a sentence with a colon is no quote', () => {
  const text = 'As I wrote on 5 May:\nthe printer is broken.\nFrom: the start it was.'
  expect(splitReply(text).reply).toBe(text)
})

test('a mail of nothing but quotes is shown whole', () => {
  expect(splitReply(quote)).toEqual({ reply: quote, quoted: '' })
})

test('no line of a mail is ever lost or written twice', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '',
      '> q',
      '>> r',
      '-- ',
      '--',
      'From: a',
      'Sent: b',
      'To: c',
      'Subject: d',
      replySeparator,
      `> ${replySeparator}`,
      'On Mon, 1 Jan 2024 Kim <k@d.example> wrote:',
      '-----Original Message-----',
      'Sent from my iPhone',
      '_____',
      'Am 1.1.2024',
      'schrieb Kim:',
    ),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const text = lines.join('\n')
      const { reply, quoted } = splitReply(text)
      const filled = (given: string) =>
        given
          .split('\n')
          .filter((one) => one.trim() !== '')
          .sort()
      expect(filled(`${reply}\n${quoted}`)).toEqual(filled(text))
    }),
    { numRuns: 2000 },
  )
})

test('a hostile text is divided in time', () => {
  for (const piece of ['On ', '> ', '-', 'On a\n', 'From: a\n', '\n', ' wrote: 2024 ', '<', 'Am \n \n']) {
    const text = piece.repeat(400_000 / piece.length)
    expect(splitReply(text).reply.length + splitReply(text).quoted.length).toBeLessThanOrEqual(text.length)
  }
}, 20_000)
