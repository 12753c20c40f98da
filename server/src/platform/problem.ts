import type { z } from 'zod'

/** An expected refusal, spoken in RFC 9457 at the edge. Anything else that is thrown is a bug and becomes a 500. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly title: string
  /** Further members of the problem document: `errors` for fields, `current` for a version conflict. */
  readonly more: Record<string, unknown>
  constructor(code: string, status: number, title: string, detail?: string, more: Record<string, unknown> = {}) {
    super(detail ?? title)
    this.code = code
    this.status = status
    this.title = title
    this.more = more
  }
}

/** Makes one kind of problem. What it says of itself is how the API's document knows it. */
export type Refusal = {
  (detail?: string, more?: Record<string, unknown>): Problem
  readonly code: string
  readonly status: number
  readonly title: string
  /** The further members that this kind carries. */
  readonly carries: Readonly<Record<string, z.ZodType>>
}

const known = new Map<string, Refusal>()

export function problem(
  code: string,
  status: number,
  title: string,
  carries: Readonly<Record<string, z.ZodType>> = {},
): Refusal {
  const make = (detail?: string, more?: Record<string, unknown>) => new Problem(code, status, title, detail, more)
  const refusal = Object.assign(make, { code, status, title, carries })
  known.set(code, refusal)
  return refusal
}

/** Every kind there is, by code. */
export const allRefusals = (): Refusal[] => [...known.values()].sort((a, b) => (a.code < b.code ? -1 : 1))

/** The same answer for what is missing and for what the actor may not see. */
export const notFound = problem('not-found', 404, 'Not found')
export const forbidden = problem('forbidden', 403, 'Not allowed')
export const invalid = problem('invalid', 422, 'The request has a field that cannot be accepted')

/** Thrown in a job: no retry can help. It becomes a dead letter with this sentence. */
export class GiveUp extends Error {}
export const giveUp = (sentence: string): GiveUp => new GiveUp(sentence)
