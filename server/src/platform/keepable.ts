/**
 * Where in this input the first text is that PostgreSQL cannot keep: one with a NUL, or with half of a surrogate pair, which JSON lets
 * through. Undefined when all can be kept. Without recursion, because a body may be nested as deep as it is long.
 */
export function unkeepableField(input: object): string | undefined {
  const waiting: [path: string, value: unknown][] = [['', input]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [path, value] = next
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) return path
    if (typeof value !== 'object' || value === null) continue
    for (const [name, inner] of Object.entries(value)) {
      if (name.includes('\0') || !name.isWellFormed()) return path
      waiting.push([path ? `${path}.${name}` : name, inner])
    }
  }
  return undefined
}
