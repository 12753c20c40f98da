/** Two texts, each reduced to where it differs from the other. */
export type Difference = { was: string; is: string }

const linesMax = 8
const charsMax = 600

/** What stands between the first and the last line that differ, with one line around it: enough to see what a new reading does. */
export function differenceOf(was: string, is: string): Difference {
  const [before, after] = [was.split('\n'), is.split('\n')]
  const most = Math.min(before.length, after.length)
  let head = 0
  while (head < most && before[head] === after[head]) head++
  let tail = 0
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  const from = Math.max(0, head - 1)
  const to = Math.max(0, tail - 1)
  return {
    was: shortened(before.slice(from, before.length - to), from > 0),
    is: shortened(after.slice(from, after.length - to), from > 0),
  }
}

function shortened(lines: readonly string[], isInside: boolean): string {
  const shown = lines.slice(0, linesMax).join('\n')
  const cut = shown.length > charsMax ? `${shown.slice(0, charsMax).toWellFormed()}…` : shown
  const more = lines.length > linesMax ? `\n… ${lines.length - linesMax} more lines` : ''
  return `${isInside ? '…\n' : ''}${cut}${more}`
}
