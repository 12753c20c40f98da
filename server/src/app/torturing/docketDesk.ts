import { setTimeout as sleep } from 'node:timers/promises'
import type { Desk, DeskAt, Received } from './desk.ts'

type Row = { id: string; number: number; subject: string; version: number; message_count: number; active_at: string }
type Page = { items: Row[]; next_cursor: string | null }
type Ticket = { messages: { direction: string; subject: string }[] }

/** A clock that is wrong by less than this hides nothing. */
const skewMs = 86_400_000

/** Docket, over its public API. Tickets are fetched again only when they have changed. */
export function docketDesk({ api, token }: DeskAt): Desk {
  const known = new Map<string, { mark: string; received: Received[] }>()

  const ask = async <A>(path: string): Promise<A> => {
    for (;;) {
      const answer = await fetch(`${api.replace(/\/{1,9}$/, '')}/api${path}`, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(30_000),
      })
      if (answer.ok) return (await answer.json()) as A
      if (answer.status !== 429) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`)
      await sleep(1_000 * Number(answer.headers.get('retry-after') ?? 5))
    }
  }
  const receivedOn = async ({ id, number, version, message_count }: Row): Promise<Received[]> => {
    const mark = `${version} ${message_count}`
    const before = known.get(id)
    if (before?.mark === mark) return before.received
    const { messages } = await ask<Ticket>(`/tickets/${id}`)
    const received = messages
      .filter(({ direction }) => direction === 'in')
      .map(({ subject }) => ({ subject, ticket: `#${number}` }))
    known.set(id, { mark, received })
    return received
  }

  return {
    async *received(run, since) {
      const from = since.getTime() - skewMs
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { items, next_cursor }: Page = await ask<Page>(`/tickets?limit=200${cursor && `&cursor=${cursor}`}`)
        for (const row of items) {
          if (Date.parse(row.active_at) < from) return
          if (!row.subject.startsWith(run)) continue
          for (const one of await receivedOn(row)) if (one.subject.startsWith(run)) yield one
        }
        cursor = next_cursor
      }
    },
  }
}
