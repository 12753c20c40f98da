import type pg from 'pg'
import { startDocket } from '../e2e/server.ts'
import { measureCreating } from './creating.ts'
import { measureFetching } from './fetching.ts'
import { copyFloor, httpFloor, insertFloor, keysetFloor, threadFloor } from './floor.ts'
import { measureImport } from './importing.ts'
import { measureLists } from './listing.ts'
import { measureMails, measureVisible } from './mails.ts'
import type { Desk, Spread } from './measuring.ts'
import { measureOpening } from './opening.ts'
import type { Figure } from './report.ts'
import { measureRest } from './resting.ts'
import { measureSearch, measureSearchFloor, seedSearch, signIn } from './searching.ts'
import { measureSending } from './sending.ts'
import { measureSockets } from './sockets.ts'

export type Given = { desk: Desk; pool: pg.Pool; tickets: number; mails: number; searchDir: string }

/** Every work that is measured, in this order; `--only` takes their names. What is wanted of each stands here and nowhere else. */
export const works: Record<string, (given: Given) => Promise<Figure[]>> = {
  list: async ({ desk, pool, tickets }) => {
    const floors = new Map<number, Spread>()
    for (const clients of [1, 8]) floors.set(clients, await keysetFloor(pool, clients))
    const figures: Figure[] = []
    for (const { name, clients, bytes, is } of await measureLists(desk, tickets)) {
      const bare = floors.get(clients)!
      // Counting is no list: its floor is an answer of as many bytes.
      const floor = name.startsWith('counts') ? await httpFloor(bytes, clients) : bare
      figures.push(
        clients === 1
          ? {
              work: `list: ${name}, 1 client, p95`,
              figure: is.p95,
              unit: 'ms',
              atMost: 10,
              floor: floor.p95,
              detail: is,
            }
          : {
              work: `list: ${name}, 8 clients`,
              figure: is.perSecond,
              unit: '/s',
              atLeast: 600,
              floor: floor.perSecond,
              detail: is,
            },
      )
    }
    const hello = await httpFloor(25_000, 8)
    return [
      ...figures,
      { work: 'node:http with the bytes of a page, 8 clients', figure: hello.perSecond, unit: '/s', detail: hello },
    ]
  },

  open: async ({ desk, pool }) => {
    const figures: Figure[] = []
    for (const { length, is } of await measureOpening(desk, pool)) {
      const { p95: floor } = await threadFloor(pool, length)
      const atMost = length === 50 ? 15 : 30
      figures.push({
        work: `open a ticket of ${length} messages, p95`,
        figure: is.p95,
        unit: 'ms',
        atMost,
        floor,
        detail: is,
      })
    }
    return figures
  },

  // Another desk: what is right must be known of every message.
  search: async ({ desk, tickets, searchDir }) => {
    const docket = await startDocket({ LOG_LEVEL: 'error', DOCKET_REQUESTS_MAX: '0' }, searchDir)
    try {
      const seeded = await seedSearch(searchDir, tickets, desk.say)
      const found = await measureSearch(await signIn(docket), seeded)
      const floors = await measureSearchFloor(searchDir, ['zirconium', 'warranty', 'invoice'])
      const wrong = found.filter(({ isRight }) => !isRight).length
      return [
        ...found.map(({ work, p50, p95 }) => ({
          ...{ work: `search among ${seeded.messages} messages: ${work}, p95`, figure: p95, unit: 'ms', atMost: 40 },
          detail: { p50, p95 },
        })),
        ...floors.map(({ word, p50 }) => ({
          work: `floor: one index over all, “${word}”, p50`,
          figure: p50,
          unit: 'ms',
        })),
        { work: 'searches with a wrong answer', figure: wrong, unit: '', atMost: 0 },
      ]
    } finally {
      await docket.stop()
    }
  },

  create: async ({ desk, pool }) => {
    const figures: Figure[] = []
    for (const clients of [1, 8]) {
      const is = await measureCreating(desk, clients)
      const floor = await insertFloor(pool, clients)
      const wanted = clients === 8 ? { atLeast: 300 } : {}
      figures.push({
        ...{ work: `create by API, ${clients} clients`, figure: is.perSecond, unit: '/s', ...wanted },
        ...{ floor, floorIs: 'bare inserts/s', detail: is },
      })
    }
    return figures
  },

  sockets: async ({ desk }) => {
    const is = await measureSockets(desk)
    return [
      { work: '1,000 sockets, 50 changes/s: change to page, p95', figure: is.p95, unit: 'ms', atMost: 250, detail: is },
      { work: 'changes that a page never heard of', figure: is.lost, unit: '', atMost: 0 },
    ]
  },

  smtp: async ({ desk, pool }) => {
    const figures: Figure[] = []
    for (const connections of [4, 16]) {
      const { perSecond, peakRssMb } = await measureMails(desk, { connections, count: 3_000 })
      const floor = await insertFloor(pool, connections)
      figures.push(
        {
          ...{ work: `SMTP to ticket, ${connections} connections`, figure: perSecond, unit: 'mails/s' },
          ...{ atLeast: connections === 4 ? 150 : 250, floor, floorIs: 'bare inserts/s' },
        },
        { work: `memory while doing so, ${connections} connections`, figure: peakRssMb, unit: 'MB' },
      )
    }
    const { p95 } = await measureVisible(desk, 60)
    return [...figures, { work: 'mail accepted to an open page, idle, p95', figure: p95, unit: 'ms', atMost: 250 }]
  },

  send: ({ desk, pool }) => measureSending(desk, pool),

  import: async ({ desk, pool, mails }) => {
    const { perSecond, ...detail } = await measureImport(desk, mails)
    const floor = await copyFloor(pool)
    const work = `import of an mbox of ${mails}`
    return [{ work, figure: perSecond, unit: 'mails/s', atLeast: 400, floor, floorIs: 'rows/s by COPY', detail }]
  },

  rest: async ({ desk, pool, mails }) => [
    { work: `memory at rest, after ${mails} mails`, figure: await measureRest(desk, pool), unit: 'MB', atMost: 300 },
  ],

  start: async ({ desk }) => {
    await desk.docket.stop()
    const began = performance.now()
    desk.docket = await startDocket({}, desk.docket.dataDir)
    return [
      { work: 'a later start, until it is ready', figure: (performance.now() - began) / 1000, unit: 's', atMost: 5 },
    ]
  },

  // After a start of its own, so that what it holds is what fetching needs.
  imap: ({ desk, pool, mails }) => measureFetching(desk, pool, mails),
}
