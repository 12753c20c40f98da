const depthMax = 64
const unkeepable = 'holds a character that no text can hold (NUL, or half of a surrogate pair)'

/**
 * The first thing in an input that cannot be kept: a text that PostgreSQL cannot hold and JSON lets through, or values in one another
 * so deep that to write them again would overflow the stack. This walk itself is a loop for that reason.
 */
export function faultOf(input: object): { field: string; message: string } | undefined {
  const waiting: [field: string, value: unknown, depth: number][] = [['', input, 0]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [field, value, depth] = next
    if (depth > depthMax) return { field: field.split('.', 1)[0]!, message: 'is nested too deep' }
    if (typeof value === 'string' && !isKeepable(value)) return { field, message: unkeepable }
    if (typeof value !== 'object' || value === null) continue
    for (const [name, inner] of Object.entries(value)) {
      if (!isKeepable(name)) return { field, message: unkeepable }
      waiting.push([field ? `${field}.${name}` : name, inner, depth + 1])
    }
  }
  return undefined
}

const isKeepable = (text: string) => !text.includes('\0') && text.isWellFormed()
