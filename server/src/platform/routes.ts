import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Refusal } from './problem.ts'
import type { Store } from './store.ts'
import type { Actor, Permission, Tx } from './work.ts'

/** Bytes as they are, instead of JSON; or where they are to be had. */
export type Raw =
  | { type: string; bytes: Uint8Array | string | Readable; headers?: Record<string, string> }
  | { redirect: string }
export const raw = Symbol('raw')

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type MethodPath = `${Method} ${string}`

type Out = z.ZodType | typeof raw | null
// biome-ignore lint/suspicious/noConfusingVoidType: a route without an answer may return nothing at all.
type Answer<O extends Out> = O extends z.ZodType ? z.input<O> : O extends typeof raw ? Raw : void

/** The rest of an answer that must speak to the world, the blob store say: done when the unit of work is over. */
export type Later<A> = () => Promise<A>

export type Session = {
  setCookie(name: string, value: string, until: Date | null, httpOnly: boolean): void
  cookies: Record<string, string | undefined>
  ip: string
  userAgent: string
  requestId: string
  /** What this browser must send with every changing request; its cookie is set to it. */
  csrfToken(): string
}

/** Ahead of the unit of work, in a commit of its own: what must stand also when the work is refused. */
type Before = (store: Store, actor: Actor) => Promise<void>

/**
 * Bytes that come in as they are, whatever their type, instead of JSON: taken a piece at a time and ahead of the unit of work, which
 * gets what became of them.
 */
export type Incoming = { bytes: AsyncIterable<Uint8Array>; contentType: string }
export type Taken = Record<string, unknown>
type Takes<I, T extends Taken> = (store: Store, actor: Actor, input: I, incoming: Incoming) => Promise<T>

/**
 * `says` is its line in the API's document: what a caller gets, in a sentence; `name` its operation there, where the verb's own name
 * will not do. `refuses` are refusals of its own, beside those that follow from its shape; `sends` is the content type of raw bytes,
 * `redirects` that they may lie elsewhere.
 */
type Shape = {
  says: string
  name?: string
  status?: number
  idempotent?: boolean
  refuses?: readonly Refusal[]
  sends?: string
  redirects?: boolean
}

export type Route = Shape & { method: Method; path: string; in: z.ZodType; out: Out } & (
    | {
        may: Permission | 'anyone'
        before?: Before
        takes?: Takes<never, Taken>
        run(tx: Tx, input: never, store: Store): Promise<unknown>
      }
    | { may: 'nobody yet'; enter(store: Store, input: never, session: Session): Promise<unknown> }
  )

/** One line of the table: who may, what goes in, what comes out, which verb. `anyone` is anyone who is signed in. */
export function route<I extends z.ZodType, O extends Out, T extends Taken = Taken>(
  methodPath: MethodPath,
  it: Shape & {
    may: Permission | 'anyone'
    before?: Before
    takes?: Takes<z.output<I>, T>
    in: I
    out: O
    run(
      tx: Tx,
      input: z.output<I> & (Taken extends T ? unknown : T),
      store: Store,
    ): Promise<Answer<O> | Later<Answer<O>>>
  },
): Route {
  return { ...split(methodPath), ...it } as Route
}

/** A route before there is an actor: signing in and out. */
export function entrance<I extends z.ZodType, O extends Out>(
  methodPath: MethodPath,
  it: Shape & { in: I; out: O; enter(store: Store, input: z.output<I>, session: Session): Promise<Answer<O>> },
): Route {
  return { ...split(methodPath), may: 'nobody yet', ...it } as Route
}

function split(methodPath: MethodPath): { method: Method; path: string } {
  const [method, path] = methodPath.split(/\s+/) as [Method, string]
  return { method, path }
}

export const takesBytes = (one: Route): boolean => 'takes' in one && one.takes !== undefined
