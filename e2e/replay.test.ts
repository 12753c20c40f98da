import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedPostgres, startEmbedded } from '../server/src/platform/db/embedded.ts'
import { connected, prepareDatabase } from '../server/src/platform/db/roles.ts'
import { ask, seedDesk, until } from './desk.ts'
import { openBrowser, openWindow, settle, signIn, sizes, themes, unsound, watch } from './looking.ts'
import { newDataDir, type Running, removeDataDir, startDocket } from './server.ts'

/**
 * Mail that an older parser read badly: a person looks, has it written, and after an upgrade Docket does so by itself.
 */
let postgres: EmbeddedPostgres
let env: Record<string, string>
let docket: Running
let browser: Browser
let page: Page
let desk: { ticketId: string; messageId: string }
const main = join(import.meta.dirname, '../server/src/main.ts')
const folders = [newDataDir(), newDataDir()] as const

beforeAll(async () => {
  postgres = await startEmbedded(folders[0])
  const { ownerUrl, appUrl } = await prepareDatabase(postgres)
  env = {
    DATABASE_URL: appUrl,
    DATABASE_OWNER_URL: ownerUrl,
    ENCRYPTION_KEY_BASE64: randomBytes(32).toString('base64'),
  }
  await promisify(execFile)(process.execPath, [main, 'migrate'], {
    env: { ...process.env, ...env, DOCKET_DATA: folders[1] },
  })
  docket = await startDocket(env, folders[1])
  browser = await openBrowser()
  page = watch(await (await openWindow(browser, 'light', 'wide')).newPage())
  await signIn(page, docket)
  desk = await seedDesk(docket, page)
})

afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  await postgres?.release()
  for (const folder of folders) removeDataDir(folder)
})

/** As a parser of long ago would have left them. */
const age = () =>
  connected(postgres.superUrl.replace('/postgres?', '/docket?'), (client) =>
    client.query(
      `update message set parser_version = 1, text = 'Read badly.', reply_text = 'Read badly.',
         verdict = verdict || '{"list": true, "reasons": ["It looked like a list."]}' where direction = 'in'`,
    ),
  )
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
const textOf = async () => (await ask(page, 'GET', `/tickets/${desk.ticketId}`)).messages[0].text

async function looksSound(path: string, ready: RegExp): Promise<void> {
  const cookies = await page.context().storageState()
  for (const theme of themes)
    for (const size of Object.keys(sizes) as (keyof typeof sizes)[]) {
      const context = await openWindow(browser, theme, size, cookies)
      const other = watch(await context.newPage())
      await other.goto(docket.url + path)
      await other.getByText(ready).first().waitFor()
      await settle(other)
      expect(await unsound(other), `${path} ${theme} ${size}`).toEqual([])
      await context.close()
    }
}

test('a page without a replay says what one is', async () => {
  await looksSound('/ops/replays', /No mail was read again yet/)
})

test('a dry run says what would be otherwise, by kind and side by side, and changes nothing', async () => {
  await age()
  await page.goto(`${docket.url}/ops/replays`)
  await press('Dry run')
  await page.getByRole('dialog').waitFor()
  await settle(page)
  await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
  await press('Begin the dry run')
  await page.waitForURL(/run=/)
  await page.getByRole('button', { name: 'Write this…' }).waitFor()
  for (const words of ['Mailing list: yes → no', 'Words of the answer', 'Cannot be read', 'Read badly.'])
    await page.getByText(words).first().waitFor()
  expect(await textOf()).toBe('Read badly.')
  await looksSound(new URL(page.url()).pathname + new URL(page.url()).search, /Mailing list/)
})

test('one mail says by itself what would be decided today', async () => {
  const path = `/tickets/${desk.ticketId}/messages/${desk.messageId}/source`
  await page.goto(docket.url + path)
  await press('Read it again')
  await page.getByText('As it would be today').first().waitFor()
  await page.getByText('It was read by version 1 of the parser').waitFor()
  await page.getByLabel('Search the source').fill('crank')
  await page.getByText('1 of 1').waitFor()
  await settle(page)
  await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
  await looksSound(path, /How it came/)
})

test('an answer of ours says how it went out', async () => {
  const { messages } = await ask(page, 'GET', `/tickets/${desk.ticketId}`)
  const { id } = messages.findLast(({ direction }: { direction: string }) => direction === 'out')
  await looksSound(`/tickets/${desk.ticketId}/messages/${id}/source`, /How it went out/)
})

test('what was found is written when a person says so, and nobody is told', async () => {
  await page.goto(`${docket.url}/ops/replays`)
  await page.getByRole('list', { name: 'Replays' }).getByRole('link').first().click()
  const sent = (await ask(page, 'GET', '/outbox')).items.length
  await press('Write this…')
  await press('Write it')
  await page.getByText('Decided otherwise').waitFor()
  await until(async () => (await textOf()).startsWith('It stopped at Bernoulli'))
  expect((await ask(page, 'GET', '/outbox')).items).toHaveLength(sent)
  await page.getByText('Before').first().waitFor()
  await page.goto(`${docket.url}/settings/audit?type=replay`)
  await page.getByText('let a replay write what it found').waitFor()
})

test('a newer parser reads again by itself, and the page shows it', async () => {
  await age()
  await docket.stop()
  docket = await startDocket(env, folders[1])
  // The session is the database's: the same cookie opens the new server.
  const { host } = new URL(docket.url)
  await page
    .context()
    .addCookies((await page.context().cookies()).map((one) => ({ ...one, domain: host.split(':')[0]! })))
  await page.goto(`${docket.url}/ops/replays`)
  await page.getByText(/All that a parser before version \d+ had read/).waitFor()
  await until(async () => (await textOf()).startsWith('It stopped at Bernoulli'))
  await looksSound('/ops/replays', /All that a parser before/)
})
