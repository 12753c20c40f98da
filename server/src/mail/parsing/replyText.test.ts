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
  ['Danish', 'Den tors. 19. nov. 2026 kl. 10.00 skrev Kim <kim@d.example>:'],
  ['Norwegian', 'tor. 19. nov. 2026 kl. 10:00 skrev Kim <kim@d.example>:'],
  ['Finnish', 'to 19. marrask. 2026 klo 10.00 Kim (kim@d.example) kirjoitti:'],
  ['Icelandic', 'Þann fim., 19. nóv. 2026 kl. 10:00 skrifaði Kim <kim@d.example>:'],
  ['Czech', 'čt 19. 11. 2026 v 10:00 odesílatel Kim <kim@d.example> napsal:'],
  ['Slovak', 'št 19. 11. 2026 o 10:00 Kim <kim@d.example> napísal(a):'],
  ['Hungarian', 'Kim <kim@d.example> ezt írta (időpont: 2026. nov. 19., Cs, 10:00):'],
  ['Romanian', 'În joi, 19 nov. 2026 la 10:00, Kim <kim@d.example> a scris:'],
  ['Bulgarian', 'На чт, 19.11.2026 г. в 10:00 Kim <kim@d.example> написа:'],
  ['Ukrainian', 'чт, 19 лист. 2026 р. о 10:00 Kim <kim@d.example> пише:'],
  ['Croatian', 'čet, 19. stu 2026. u 10:00 Kim <kim@d.example> napisao je:'],
  ['Lithuanian', '2026-11-19, kt, 10:00 Kim <kim@d.example> rašė:'],
  ['Latvian', 'Ceturtd., 2026. g. 19. nov., plkst. 10:00 Kim (<kim@d.example>) rakstīja:'],
  ['Estonian', 'Kim (<kim@d.example>) kirjutas kuupäeval N, 19. november 2026 kell 10:00:'],
  ['Catalan', 'El dj, 19 de nov. 2026, 10:00, Kim <kim@d.example> va escriure:'],
  ['Greek', 'Στις Πέμ 19 Νοε 2026 στις 10:00, ο/η Kim <kim@d.example> έγραψε:'],
  ['Turkish', 'Kim <kim@d.example>, 19 Kas 2026 Per, 10:00 tarihinde şunu yazdı:'],
  [
    'Hebrew',
    '\u202bבתאריך יום ה׳, 19 בנוב׳ 2026 ב-10:00 מאת \u202aKim\u202c\u200f <\u202akim@d.example\u202c\u200f>:\u202c',
  ],
  ['Arabic', 'في الخميس، 19 نوفمبر 2026، 10:00 ص كتب Kim <kim@d.example>:'],
  ['Persian', 'در تاریخ 19 نوامبر 2026 ساعت 10:00 Kim <kim@d.example> نوشت:'],
  ['Korean', '2026년 11월 19일 (목) 오전 10:00, Kim <kim@d.example>님이 작성:'],
  ['Vietnamese', 'Vào Th 5, 19 thg 11, 2026 vào lúc 10:00 Kim <kim@d.example> đã viết:'],
  ['Indonesian', 'Pada Kam, 19 Nov 2026 pukul 10:00 Kim <kim@d.example> menulis:'],
  ['Thai', 'เมื่อ พฤ. 19 พ.ย. 2026 เวลา 10:00 Kim <kim@d.example> เขียนว่า:'],
  ['no language: a date and an address', '19.11.2026, 10:00, "Kim - Desk" <kim@d.example>:'],
  ['no language: the year first', '2026-11-19 10:00 GMT+01:00 Kim <kim@d.example>:'],
  ['no colon', '---- On Thu, 19 Nov 2026 10:00:50 +0100 kim@d.example wrote ----'],
  ['three lines', 'On Nov 19, 2026,\nat 10:00,\nKim <kim@d.example> wrote:'],
])('the head of a quote is known in %s', (_, head) => {
  expect(splitReply(`It is.\n\n${head}\n\n${quote}`)).toEqual({ reply: 'It is.', quoted: `${head}\n\n${quote}` })
})

test('what is signed below a quote goes with it', () => {
  const text = `It is.\n\nOn 19 Nov 2026 at 10:00, Kim <kim@d.example> wrote:\n${quote}\n\n-- \nAda Lovelace\nEngines`
  expect(splitReply(text).reply).toBe('It is.')
})

test('a head stands right below the words and takes none of them along', () => {
  const text = 'First line of mine.\nSecond of 2.\nOn 19 Nov 2026 at 10:00, Kim <kim@d.example> wrote:\n> x'
  expect(splitReply(text).reply).toBe('First line of mine.\nSecond of 2.')
})

test('a long quoted line that a program broke in two is still quoted', () => {
  const long = '> this line of the quoted mail is so long that a program on its way broke it'
  expect(splitReply(`No.\n\nOn 19 Nov 2026, Kim <kim@d.example> wrote:\n${long}\nin two.\n> end`).reply).toBe('No.')
})

test.each([
  ['a signature', '-- \nAda Lovelace\nAnalytical Engines'],
  ['a signature below a dash', '—————\nAda Lovelace\n+44 20 1234'],
  ['a telephone below a signature', '--\nAda\n\nSent from my iPhone'],
  ['a telephone in German', 'Von meinem iPhone gesendet'],
  ['a name with a dash', '-Ada Lovelace'],
  [
    'the footer of a list',
    '_______________________________________________\nengines mailing list\nengines@lists.example',
  ],
  [
    'a disclaimer',
    'This e-mail and any attachments are confidential and intended solely for the addressee.\nIf you are not the addressee, delete it.',
  ],
  ['a disclaimer in French', 'Ce message et ses pièces jointes sont confidentiels.'],
])('%s is folded', (_, signed) => {
  expect(splitReply(`Please help.\n\n${signed}`)).toEqual({ reply: 'Please help.', quoted: signed })
})

test.each([
  ['Sent from my desk, which is easier than the telephone.'],
  ['We meet with regards to the payment.\n-- first point\n-- second point\nThanks!'],
  ['Here:\n----\n1. done\n----\nand more below the line.'],
  ['This message is for Kim: the disclaimer on the page is wrong.'],
  ['Date: 19 Nov\nSubject: the fair\nPlace: here'],
])('what only looks signed or quoted stays: %s', (text) => {
  expect(splitReply(text).reply).toBe(text)
})

test('labels in an unusual order still head a quote', () => {
  expect(
    splitReply(
      'Oui.\n\n=====\n\nMessage du : 12/12/2026 13:20\nDe : "Kim" <kim@d.example>\nA : ada@x.example\nCopie à :\nSujet : x\n\nBonjour',
    ).reply,
  ).toBe('Oui.')
})

test('a forward that is marked as a quote is kept', () => {
  const text = 'See:\n\n> Begin forwarded message:\n>\n> From: Kim <kim@d.example>\n> Subject: x\n>\n> Hello'
  expect(splitReply(text).reply).toBe(text)
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
