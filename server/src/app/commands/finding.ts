/** `look` asks for a person's eyes; only `wrong` keeps Docket from doing its work. */
export type Finding = { check: string; state: 'ok' | 'look' | 'wrong'; says: string; todo?: string }

export const good = (check: string, says: string): Finding => ({ check, state: 'ok', says })
export const wrong = (check: string, says: string, todo: string): Finding => ({ check, state: 'wrong', says, todo })
export const look = (check: string, says: string, todo: string): Finding => ({ check, state: 'look', says, todo })
export const because = (error: unknown): string => {
  const one = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
  return one instanceof Error && one.message ? one.message : String(one)
}
