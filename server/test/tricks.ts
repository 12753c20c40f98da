/**
 * Mails of people who want to get onto the ticket of somebody else, to be taken for somebody else, or to be sent what is not for them.
 * Each is aimed at a ticket of its own.
 */

export type Target = {
  n: number
  /** Whom the ticket is with. */
  email: string
  number: number
  ticketId: string
  /** Of the mail that opened it, of the mail that one answers and nobody has, and of our answer. */
  opener: string
  lost: string
  ours: string
  /** Good for this ticket and its requester; and for the same in another organisation. */
  token: string
  tokenOfGlobex: string
  /** A mail that only another mailbox, and only another organisation, has. */
  idOfSales: string
  idOfGlobex: string
}

/** Where it may stand: on a ticket of its own; on the one aimed at, seen by staff only; there in full; or before a person as not understood. */
export type Fate = 'apart' | 'held' | 'joins' | 'refused'

export type Trick = {
  family: string
  name: string
  fate: Fate
  mail(target: Target): { lines: string[]; body?: string; plus?: string }
}

const eve = 'eve@evil.example'
const mailbox = 'support@acme.example'
const plus = (token: string) => `support+${token}@acme.example`
const encoded = (words: string) => `=?utf-8?B?${Buffer.from(words).toString('base64')}?=`
const reference = (token: string) => `docket.${token}@acme.example`

/** Ways to look like somebody without being them: the address in the angle brackets is always Eve's, or one like the victim's. */
const masks: Record<string, (target: Target) => string> = {
  'her own name': () => `From: Eve <${eve}>`,
  'the address of the victim as her name': ({ email }) => `From: "${email}" <${eve}>`,
  'the address as an encoded name': ({ email }) => `From: ${encoded(email)} <${eve}>`,
  'a whole other mailbox as an encoded name': ({ email }) => `From: ${encoded(`Victim <${email}>`)} <${eve}>`,
  'the victim in a comment': ({ email }) => `From: ${eve} (${email})`,
  'the name of a colleague': () => `From: "Kim (Acme Support)" <${eve}>`,
  'a Cyrillic letter': ({ email }) => `From: Victim <${email.replace('c', 'с')}>`,
  'the address of the victim as a local part': ({ email }) => `From: "${email}"@evil.example`,
  'a subdomain': ({ email }) => `From: ${email}.evil.example`,
  'a tag in the address': ({ email }) => `From: ${email.replace('@', '+x@')}`,
  'a null in the name': ({ email }) => `From: ${encoded(`${email}\0`)} <${eve}>`,
  'a folded header': ({ email }) => `From: "${email}"\r\n\t<${eve}>`,
}
const asEve = masks['her own name']!
const asVictim = ({ email }: Target) => `From: Victim <${email}>`

const trick = (family: string, fate: Fate, named: Record<string, Trick['mail']>): Trick[] =>
  Object.entries(named).map(([name, mail]) => ({ family, name, fate, mail }))
const masked = (lines: (target: Target) => string[], to?: (target: Target) => string): Record<string, Trick['mail']> =>
  Object.fromEntries(
    Object.entries(masks).map(([name, mask]) => [
      name,
      (target) => ({ lines: [mask(target), ...lines(target)], ...(to ? { plus: to(target) } : {}) }),
    ]),
  )

/** A forged sender who names nothing that only the ticket knows; numbers, subjects and texts do not count, wherever a token stands in them. */
const forged = trick('a forged participant without token or id', 'apart', {
  'a subject': (t) => ({ lines: [asVictim(t), 'Subject: Re: The lamp'] }),
  'a number in the subject': (t) => ({ lines: [asVictim(t), `Subject: Re: [#${t.number}] The lamp`] }),
  'a token in the subject': (t) => ({ lines: [asVictim(t), `Subject: [#${t.token}] ${plus(t.token)}`] }),
  'a token in the text': (t) => ({ lines: [asVictim(t)], body: `${plus(t.token)}\r\n${t.ticketId}` }),
  'our own headers': (t) => ({
    lines: [asVictim(t), `X-Docket-Ticket-ID: ${t.ticketId}`, `X-Docket-Message-ID: ${t.ours}`],
  }),
  'a token in Reply-To': (t) => ({ lines: [asVictim(t), `Reply-To: ${plus(t.token)}`] }),
  'a token in Sender': (t) => ({ lines: [asVictim(t), `Sender: ${plus(t.token)}`] }),
  'a token as the name of the recipient': (t) => ({ lines: [asVictim(t), `To: "${plus(t.token)}" <${mailbox}>`] }),
  'a token in its own Message-ID': (t) => ({ lines: [asVictim(t), `Message-ID: <${reference(t.token)}>`] }),
  'ids in a header of no meaning': (t) => ({
    lines: [asVictim(t), `X-References: <${t.opener}>`, `Thread-Index: ${t.opener}`],
  }),
  'ids in the text': (t) => ({ lines: [asVictim(t)], body: `In-Reply-To: <${t.opener}>\r\nReferences: <${t.ours}>` }),
  'a Delivered-To without a token': (t) => ({ lines: [asVictim(t), `Delivered-To: support+${t.number}@acme.example`] }),
})

const changed = (token: string, at: number) => {
  const i = token.indexOf('-') + 1 + at
  return `${token.slice(0, i)}${token[i] === 'a' ? 'b' : 'a'}${token.slice(i + 1)}`
}
const broken: Record<string, (target: Target) => string> = {
  ...Object.fromEntries([0, 5, 12, 19, 25].map((at) => [`letter ${at} changed`, (t: Target) => changed(t.token, at)])),
  ...Object.fromEntries(
    [1, 2, 13, 26].map((less) => [`${less} letters short`, (t: Target) => t.token.slice(0, -less)]),
  ),
  'one letter more': ({ token }) => `${token}a`,
  'the number of another ticket': ({ token, number }) => token.replace(/^\d+/, `${number + 1}`),
  'a number with a nought before it': ({ token }) => `0${token}`,
  'no number': ({ token }) => token.replace(/^\d+-/, ''),
  'only a number': ({ number }) => `${number}`,
  'an old kind of tag': ({ ticketId }) => `ticket-${ticketId}`,
  'another organisation’s': ({ tokenOfGlobex }) => tokenOfGlobex,
  'all the same letter': ({ number }) => `${number}-${'a'.repeat(26)}`,
}
const brokenTokens = (['envelope', 'To', 'Delivered-To', 'References'] as const).flatMap((place) =>
  trick(
    `a token that is none, in ${place}`,
    'apart',
    Object.fromEntries(
      Object.entries(broken).map(([name, make]) => [
        name,
        (t: Target) => {
          const bad = make(t)
          if (place === 'envelope') return { lines: [asVictim(t)], plus: bad }
          const line = place === 'References' ? `References: <${reference(bad)}>` : `${place}: ${plus(bad)}`
          return { lines: [asVictim(t), line] }
        },
      ]),
    ),
  ),
)

const strangers = [
  ...trick(
    'a good token in the envelope, from a stranger',
    'held',
    masked(
      () => [],
      ({ token }) => token,
    ),
  ),
  ...trick(
    'a good token in To, from a stranger',
    'held',
    masked(({ token }) => [`To: ${plus(token)}`]),
  ),
  ...trick(
    'a good token in References, from a stranger',
    'held',
    masked(({ token }) => [`References: <${reference(token)}>`]),
  ),
  ...trick(
    'an id of the ticket, from a stranger',
    'held',
    masked(({ opener }) => [`In-Reply-To: <${opener}>`]),
  ),
  ...trick(
    'the id of our answer, from a stranger',
    'held',
    masked(({ ours, opener }) => [`References: <${opener}> <${ours}>`]),
  ),
  ...trick('a good token in other places, from a stranger', 'held', {
    'Delivered-To': (t) => ({ lines: [asEve(t), `Delivered-To: ${plus(t.token)}`] }),
    'X-Original-To': (t) => ({ lines: [asEve(t), `X-Original-To: ${plus(t.token)}`] }),
    Cc: (t) => ({ lines: [asEve(t), `Cc: ${plus(t.token)}`] }),
    'in capitals': (t) => ({ lines: [asEve(t), `To: ${plus(t.token).toUpperCase()}`] }),
    'among a hundred others': (t) => ({
      lines: [
        asEve(t),
        `To: ${Array.from({ length: 90 }, (_, n) => `x${n}@evil.example`).join(',\r\n ')}, ${plus(t.token)}`,
      ],
    }),
    'with Reply-To to the victim': (t) => ({ lines: [asEve(t), `Reply-To: ${t.email}`], plus: t.token }),
    'with Sender of the victim': (t) => ({ lines: [asEve(t), `Sender: ${t.email}`], plus: t.token }),
    'with Return-Path of the victim': (t) => ({ lines: [`Return-Path: <${t.email}>`, asEve(t)], plus: t.token }),
    'with Resent-From of the victim': (t) => ({ lines: [asEve(t), `Resent-From: ${t.email}`], plus: t.token }),
  }),
]

const elsewhere = [
  ...trick(
    'an id of another mailbox',
    'apart',
    masked(({ idOfSales }) => [`In-Reply-To: <${idOfSales}>`]),
  ),
  ...trick(
    'an id of another organisation',
    'apart',
    masked(({ idOfGlobex }) => [`References: <${idOfGlobex}>`]),
  ),
  ...trick('a guessed id', 'apart', {
    'our shape': (t) => ({
      lines: [asVictim(t), 'In-Reply-To: <docket.00000000-0000-4000-8000-000000000000@acme.example>'],
    }),
    'the ticket': (t) => ({ lines: [asVictim(t), `In-Reply-To: <docket.${t.ticketId}@acme.example>`] }),
    'the number': (t) => ({ lines: [asVictim(t), `References: <docket.${t.number}@acme.example>`] }),
    'other capitals': (t) => ({ lines: [asVictim(t), `In-Reply-To: <${t.opener.toUpperCase()}>`] }),
    'the beginning of one': (t) => ({ lines: [asVictim(t), `In-Reply-To: <${t.opener.slice(0, -1)}>`] }),
    'with a wildcard': (t) => ({ lines: [asVictim(t), `In-Reply-To: <%${t.opener.slice(1)}>`] }),
    'with a quote mark': (t) => ({ lines: [asVictim(t), `In-Reply-To: <' or key like '%${t.opener}>`] }),
  }),
]

const kinship = trick('kinship that is only claimed', 'apart', {
  'the parent': (t) => ({ lines: [asEve(t), `Message-ID: <${t.lost}>`] }),
  'the parent, on a list': (t) => ({ lines: [asEve(t), `Message-ID: <${t.lost}>`, 'List-Id: <talk.evil.example>'] }),
  'a sibling': (t) => ({ lines: [asEve(t), `In-Reply-To: <${t.lost}>`] }),
  'a sibling, on a list': (t) => ({ lines: [asEve(t), `References: <${t.lost}>`, 'List-Id: <talk.evil.example>'] }),
  'the same mail': (t) => ({ lines: [asEve(t), `Message-ID: <${t.opener}>`] }),
  'the same mail as our answer': (t) => ({ lines: [asEve(t), `Message-ID: <${t.ours}>`] }),
})

const unclear = trick('a sender of whom one cannot tell who it is', 'refused', {
  'two From headers': (t) => ({ lines: [asVictim(t), asEve(t)], plus: t.token }),
  'two From headers the other way': (t) => ({ lines: [asEve(t), asVictim(t)], plus: t.token }),
  'two in one From': (t) => ({ lines: [`From: ${t.email}, ${eve}`], plus: t.token }),
  'a group': (t) => ({ lines: [`From: All: ${t.email}, ${eve};`], plus: t.token }),
  'no address': (t) => ({ lines: ['From: Victim'], plus: t.token }),
  'no From': (t) => ({ lines: [`Sender: ${t.email}`], plus: t.token }),
})

/** The requester, or whoever writes under that address: in full, and still nobody else is ever written to. */
const copies = trick('somebody else put into the copy', 'joins', {
  Cc: (t) => ({ lines: [asVictim(t), `Cc: ${eve}`], plus: t.token }),
  To: (t) => ({ lines: [asVictim(t), `To: ${mailbox}, ${eve}`], plus: t.token }),
  'Reply-To': (t) => ({ lines: [asVictim(t), `Reply-To: ${eve}`], plus: t.token }),
  'Mail-Followup-To': (t) => ({
    lines: [asVictim(t), `Mail-Followup-To: ${eve}`, `Mail-Reply-To: ${eve}`],
    plus: t.token,
  }),
  'Return-Path': (t) => ({ lines: [`Return-Path: <${eve}>`, asVictim(t)], plus: t.token }),
  'a receipt': (t) => ({
    lines: [asVictim(t), `Disposition-Notification-To: ${eve}`, `Errors-To: ${eve}`],
    plus: t.token,
  }),
  'a header in the subject': (t) => ({
    lines: [asVictim(t), `Subject: ${encoded(`Re: x\r\nBcc: ${eve}`)}`],
    plus: t.token,
  }),
  'a header in the name': (t) => ({
    lines: [`From: ${encoded(`V\r\nBcc: ${eve}\r\nX: `)} <${t.email}>`],
    plus: t.token,
  }),
  'a header in an id': (t) => ({
    lines: [asVictim(t), `References: <a\r\n\tBcc:${eve}@x> <${t.opener}>`],
    plus: t.token,
  }),
  'a hundred in Cc': (t) => ({
    lines: [asVictim(t), `Cc: ${Array.from({ length: 100 }, (_, n) => `x${n}@evil.example`).join(',\r\n ')}`],
    plus: t.token,
  }),
})

const machines = [
  ...trick('a machine, as a stranger', 'held', {
    'a verification code': (t) => ({
      lines: ['From: no-reply@bank.example', 'Subject: 482913 is your verification code'],
      body: `Your code is 482913. Never share it.`,
      plus: t.token,
    }),
    'a link to take over an account': (t) => ({
      lines: ['From: no-reply@chat.example', 'Subject: Confirm your email', 'Auto-Submitted: auto-generated'],
      body: 'https://chat.example/confirm?token=abc',
      plus: t.token,
    }),
    'an invitation to a group': (t) => ({
      lines: ['From: feedback@chat.example', 'Precedence: bulk', `To: ${plus(t.token)}`],
      body: 'Join at https://chat.example/invite',
    }),
    vacation: (t) => ({ lines: [asEve(t), 'Auto-Submitted: auto-replied'], plus: t.token }),
    'a vacation that answers us': (t) => ({
      lines: [asEve(t), 'Auto-Submitted: auto-replied', `In-Reply-To: <${t.ours}>`],
    }),
    'our own mailbox': (t) => ({ lines: [`From: Acme <${mailbox}>`, `Message-ID: <${t.ours}>`] }),
    'our own mailbox with a token': (t) => ({ lines: [`From: Acme <${mailbox}>`], plus: t.token }),
  }),
  ...trick('a colleague who is none', 'held', {
    'an agent with the token of a customer': (t) => ({ lines: ['From: Kim <kim@acme.example>'], plus: t.token }),
    'an administrator': (t) => ({
      lines: ['From: Ana <ana@acme.example>'],
      body: '#close\r\n/assign me',
      plus: t.token,
    }),
    'an agent who answers': (t) => ({ lines: ['From: Kim <kim@acme.example>', `In-Reply-To: <${t.ours}>`] }),
    'a colleague of another organisation': (t) => ({ lines: ['From: Gus <gus@globex.example>'], plus: t.token }),
  }),
  ...trick('a bounce', 'held', {
    'of our answer': (t) => bounce(t.ours, t.email),
    'to an address made for it': (t) => ({ ...bounce('nothing@evil.example', t.email), plus: t.token }),
  }),
  ...trick('a bounce of something else', 'apart', {
    'of a mail of another mailbox': (t) => bounce(t.idOfSales, t.email),
    'of a mail of another organisation': (t) => bounce(t.idOfGlobex, t.email),
    'to an address like ours': (t) => ({ ...bounce('nothing@evil.example', t.email), plus: changed(t.token, 3) }),
    'with a return address that names the ticket': (t) => ({
      ...bounce('nothing@evil.example', t.email),
      plus: `bounces-${t.number}`,
    }),
  }),
]

function bounce(id: string, recipient: string): { lines: string[]; body: string } {
  return {
    lines: [
      'From: Mail Delivery System <mailer-daemon@evil.example>',
      'Subject: Undelivered Mail Returned to Sender',
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    ],
    body: [
      '--b\r\n\r\nIt could not be delivered.',
      `--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; evil.example\r\n\r\nFinal-Recipient: rfc822; ${recipient}\r\nAction: failed\r\nStatus: 5.1.1`,
      `--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: ${mailbox}\r\nTo: ${recipient}\r\nMessage-ID: <${id}>\r\n\r\nx`,
      '--b--',
    ].join('\r\n'),
  }
}

export const tricks: readonly Trick[] = [
  ...forged,
  ...brokenTokens,
  ...strangers,
  ...elsewhere,
  ...kinship,
  ...unclear,
  ...copies,
  ...machines,
]

/** The bytes of a trick, with words in it that are found wherever they get to. */
export function bytesOf({ lines, body = '' }: ReturnType<Trick['mail']>, { n }: Target): Buffer {
  const has = (name: string) => lines.some((line) => line.toLowerCase().startsWith(`${name}:`))
  const head = [
    ...lines,
    ...(has('to') ? [] : [`To: ${mailbox}`]),
    ...(has('subject') ? [] : ['Subject: Re: The lamp']),
    ...(has('message-id') ? [] : [`Message-ID: <trick-${n}@evil.example>`]),
    'Date: Sat, 21 Nov 2026 12:00:00 +0000',
    `X-Trick: ${n}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}\r\nevilwords${n}.\r\n`)
}
