import { Sheet } from './textSheet.ts'

/** `isRuled`: it has heads or lines between its cells, so that an empty cell tells something. */
export type Table = { isRuled: boolean; row: Sheet[] }

/**
 * A row of figures is one line, its cells apart; a row whose cells hold texts was made to place them, and they stand one below
 * the other. Each row is judged by itself: most tables of a mail are there for the looks, some of them around real ones.
 */
export function layRow(table: Table, page: Sheet): void {
  const { row, isRuled } = table
  table.row = []
  const filled = row.filter((cell) => cell.finish().length > 0)
  if (filled.length === 0) return
  const isLine = isShort(filled) && (isRuled ? row.length > 1 : filled.length > 1 && filled.every(isOneLine))
  if (!isLine) {
    for (const cell of filled) page.append(cell)
    return
  }
  const line = new Sheet()
  line.put(joined((isRuled ? row : filled).map(lineOf)))
  page.append(line)
}

const cellCharsMax = 200

const lineOf = (cell: Sheet): string =>
  cell
    .finish()
    .map(({ text }) => text.trim())
    .filter((text) => text !== '')
    .join(' ')

const isOneLine = (cell: Sheet): boolean => cell.finish().length === 1 && cell.finish()[0]?.depth === 0

const isShort = (cells: readonly Sheet[]): boolean =>
  cells.every((cell) => cell.finish().length <= 4 && lineOf(cell).length <= cellCharsMax)

/** `Order: 4711` needs no stroke between its two. */
function joined(cells: readonly string[]): string {
  let line = ''
  for (const [index, cell] of cells.entries())
    line += (index === 0 ? '' : cells[index - 1]!.endsWith(':') ? ' ' : ' | ') + cell
  let end = line.length
  while (end > 0 && ' |'.includes(line.charAt(end - 1))) end--
  return line.slice(0, end)
}
