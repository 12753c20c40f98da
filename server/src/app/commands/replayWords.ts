import type { Change, Judged, Tally } from '../../mail/index.ts'

/** One mail that would be decided otherwise, a few lines each. */
export function mailInWords({ id, ticketNumber, subject, changes, failure, recovered }: Judged): string {
  const where = ticketNumber === null ? '' : `#${ticketNumber} `
  const first = `${where}${subject || '(no subject)'}  ${id}`
  if (failure !== null) return `${first}\n  cannot be read: ${failure}\n`
  if (recovered) return `${first}\n  failed before, can be read now\n`
  return `${first}\n${changes.map(changeInWords).join('')}`
}

function changeInWords({ field, was, is }: Change): string {
  const [then, now] = [was.trimEnd(), is.trimEnd()]
  if (!then.includes('\n') && !now.includes('\n') && then.length + now.length < 100 && then !== now)
    return `  ${field}: ${then || '(nothing)'} → ${now || '(nothing)'}\n`
  return `  ${field}:\n${marked('-', was)}${marked('+', is)}`
}

const marked = (mark: string, text: string) =>
  text === ''
    ? ''
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `    ${mark} ${line}\n`)
        .join('')

export function totalsOf({ read, same, changed, failed, recovered, groups }: Tally, seconds: number) {
  const kinds = Object.fromEntries(byFrequency(groups).map(({ kind, mails }) => [kind, mails]))
  return { totals: { read, same, changed, failed, recovered, kinds, seconds: Math.round(seconds * 10) / 10 } }
}

export function totalsInWords(tally: Tally, seconds: number, isDry: boolean): string {
  const { read, same, changed, failed, recovered, groups } = tally
  const parts = [
    `${same} as they stand`,
    `${changed} ${isDry ? 'would be decided otherwise' : 'decided otherwise'}`,
    ...(recovered > 0 ? [`${recovered} that had failed can be read now`] : []),
    ...(failed > 0 ? [`${failed} cannot be read`] : []),
  ]
  const rate = Math.round(read / Math.max(seconds, 0.001))
  const kinds = byFrequency(groups).map(({ kind, mails }) => `  ${String(mails).padStart(6)}  ${kind}\n`)
  const end = isDry ? 'Nothing was written.' : 'Nothing was sent.'
  return `${read} mails read again (${rate}/s): ${parts.join(', ')}. ${end}\n${kinds.join('')}`
}

const byFrequency = (groups: Tally['groups']) =>
  [...groups.values()].sort((a, b) => b.mails - a.mails || (a.kind < b.kind ? -1 : 1))
