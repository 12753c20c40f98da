import type { EarlierMessage, Forwarded } from '../../tickets/index.ts'
import { replySeparator } from '../parsing/replyText.ts'
import { sanitizeHtml } from '../parsing/sanitizing.ts'
import { escaped, mailLines, oneLine } from './safeWords.ts'

/** What stands in a mail of ours, twice: as plain text and as HTML. */
export type Words = { text: string; html: string }

const quotedCharactersMax = 20_000
const forwardedCharactersMax = 500_000

/** Our words, and below them what they are about: an earlier message quoted, or one handed on whole. */
export function wordsOf(own: { text: string; html?: string | null }, about: About): Words {
  const below = about.forwarded
    ? { text: `\n\n${handedOn(about.forwarded)}`, html: handedOnHtml(about.forwarded) }
    : about.history
      ? { text: `\n\n${quoted(about.history)}`, html: quotedHtml(about.history) }
      : { text: '', html: '' }
  const html = own.html
    ? `<div>${cleaned(own.html)}</div>`
    : `<div style="white-space:pre-wrap">${escaped(own.text)}</div>`
  return { text: mailLines(`${own.text}${below.text}\n`), html: mailLines(`${html}${below.html}`) }
}

type About = { history?: EarlierMessage | undefined; forwarded?: Forwarded | null | undefined }

/** Cleaned when it was written; the rules may have become stricter since. Pictures from elsewhere stay where they are. */
const cleaned = (html: string) => sanitizeHtml(html, { remoteUrl: (address) => address })

function quoted(history: EarlierMessage): string {
  const lines = quotable(history)
    .split('\n')
    .map((line) => (line ? `> ${line}` : '>'))
  return `${replySeparator}\n\n${attribution(history)}\n${lines.join('\n')}`
}

function quotedHtml(history: EarlierMessage): string {
  const quote = `<blockquote type="cite" style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex;white-space:pre-wrap">${escaped(quotable(history))}</blockquote>`
  return `<br><div style="color:#888">${escaped(replySeparator)}</div><div>${escaped(attribution(history))}</div>${quote}`
}

function attribution({ at, from }: EarlierMessage): string {
  return `On ${instantOf(at)}, ${oneLine(from.name || from.address)} wrote:`
}

const quotable = ({ text }: EarlierMessage) => text.slice(0, quotedCharactersMax).toWellFormed().trimEnd()

const forwardLine = '---------- Forwarded message ----------'

function handedOn(forwarded: Forwarded): string {
  const head = headOf(forwarded).map(([name, value]) => `${name}: ${value}`)
  const text = forwarded.text.slice(0, forwardedCharactersMax).toWellFormed().trimEnd()
  return `${forwardLine}\n${head.join('\n')}\n\n${text}`
}

function handedOnHtml(forwarded: Forwarded): string {
  const { html, text } = forwarded
  const head = headOf(forwarded).map(([name, value]) => `<b>${name}:</b> ${escaped(value)}<br>`)
  const words = html
    ? cleaned(html)
    : `<div style="white-space:pre-wrap">${escaped(text.slice(0, forwardedCharactersMax).toWellFormed())}</div>`
  return `<br><div>${forwardLine}<br>${head.join('')}</div><br><div>${words}</div>`
}

/** As every mail program writes it, so that the reader sees whose words follow. */
function headOf({ from, to, cc, at, subject }: Forwarded): [name: string, value: string][] {
  const people = (named: readonly { name: string; address: string }[]) =>
    named
      .slice(0, 50)
      .map(({ name, address }) => oneLine(name ? `${name} <${address}>` : address))
      .join(', ')
  return [
    ['From', people([from])],
    ['Date', instantOf(at)],
    ['Subject', oneLine(subject)],
    ['To', people(to)],
    ...(cc.length > 0 ? [['Cc', people(cc)] as [string, string]] : []),
  ]
}

const instantOf = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
