import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { audit } from '../../auth/index.ts'
import type { Store } from '../../platform/store.ts'
import { inTx } from '../../platform/tx.ts'
import { type Command, type Given, json } from './command.ts'
import { failedPage, type Line, messagePage } from './exportPages.ts'
import { organisations } from './organisations.ts'
import { watch } from './progress.ts'
import { commandLine } from './whose.ts'
import { withStore } from './withStore.ts'

/** Every message once, with its deliveries, and every mail that none could be made of. Memory stays flat, however many there are. */
export const command: Command = {
  takes: '--jsonl',
  options: { jsonl: { type: 'boolean' }, json: { type: 'boolean' }, out: { type: 'string' }, org: { type: 'string' } },
  about: {
    jsonl: 'one JSON object a line, sorted by id (that is the one format there is)',
    json: 'the same as --jsonl',
    out: 'write to this file, which appears when it is whole',
    org: 'only the organisation of this slug',
  },
  example: 'docket export --jsonl --out messages.jsonl',
  run: (given) =>
    withStore(given, async (store) => {
      const { out, org } = given.values
      const orgs = await organisations(store, typeof org === 'string' ? org : undefined)
      for (const { orgId } of orgs) await inTx(store, commandLine(orgId), (tx) => audit(tx, 'export'))
      const sources = orgs.flatMap(({ orgId }) => [lines(store, orgId, messagePage), lines(store, orgId, failedPage)])
      if (typeof out === 'string') await toFile(given, resolve(given.terminal.folder, out), merged(sources))
      else await write(given, merged(sources), (text) => given.terminal.out(text))
      return 0
    }),
}

type Page = typeof messagePage

/** By keyset, each page a unit of work of its own: an export of hours holds no snapshot open. */
async function* lines(store: Store, orgId: string, page: Page): AsyncGenerator<Line> {
  for (let after: string | undefined = '00000000-0000-0000-0000-000000000000'; after; ) {
    const found: Line[] = await page(store, orgId, after)
    yield* found
    after = found.at(-1)?.id
  }
}

/** All sources in one order, holding one page of each. */
async function* merged(sources: readonly AsyncGenerator<Line>[]): AsyncGenerator<Line> {
  const heads = await Promise.all(
    sources.map(async (source) => ({ source, line: (await source.next()).value as Line | undefined })),
  )
  for (;;) {
    let least: (typeof heads)[number] | undefined
    for (const head of heads) if (head.line && (!least?.line || head.line.id < least.line.id)) least = head
    if (!least?.line) return
    yield least.line
    least.line = (await least.source.next()).value as Line | undefined
  }
}

async function write(
  { terminal }: Given,
  all: AsyncIterable<Line>,
  put: (text: string) => Promise<void>,
): Promise<void> {
  let done = 0
  const watched = watch(terminal, () => ({ share: undefined, done, text: `${done} messages` }))
  try {
    let text = ''
    for await (const line of all) {
      done++
      text += json(line)
      if (text.length < 65_536) continue
      await put(text)
      text = ''
    }
    if (text) await put(text)
  } finally {
    watched.stop()
  }
}

async function toFile(given: Given, path: string, all: AsyncIterable<Line>): Promise<void> {
  const aside = `${path}.${process.pid}.part`
  const file = createWriteStream(aside, { flags: 'wx', flush: true })
  const closed = finished(file)
  closed.catch(() => {})
  try {
    await write(
      given,
      all,
      (text) => new Promise((done, failed) => file.write(text, (error) => (error ? failed(error) : done()))),
    )
    file.end()
    await closed
    await rename(aside, path)
  } catch (error) {
    file.destroy()
    await rm(aside, { force: true })
    throw error
  }
}
