import pg from 'pg'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmbeddedPostgres, startEmbedded } from '../server/src/platform/db/embedded.ts'
import { type Dovecot, hasDovecot, openDovecot } from '../server/test/dovecot.ts'
import { ask, until } from './desk.ts'
import { openBrowser, openWindow, settle, sizes, themes, unsound, watch } from './looking.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

/** The mail balance of a mailbox at a real provider, and the operations beside it, as a person sees and mends them. */

if (!hasDovecot) console.log('Skipped: there is no dovecot here to balance against.')

let docket: Running
let postgres: EmbeddedPostgres
let database: pg.Client
let dovecot: Dovecot
let browser: Browser
let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>
let mailboxId: string

const dayMs = 86_400_000
const dayAgo = (days: number) => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10)
const open = async (page: Page, path: string) => {
  await page.goto(docket.url + path)
  await settle(page)
}

describe.skipIf(!hasDovecot)('the mail balance', () => {
  beforeAll(async () => {
    ;[docket, dovecot, browser] = await Promise.all([startDocket(), openDovecot(), openBrowser()])
    postgres = await startEmbedded(docket.dataDir)
    database = new pg.Client({ connectionString: postgres.superUrl.replace('/postgres?', '/docket?') })
    await database.connect()
    const context = await openWindow(browser, 'light', 'wide')
    const page = await context.newPage()
    await page.goto(`${docket.url}/sign-in`)
    await page.getByLabel(/e-?mail/i).fill('admin@demo.localhost')
    await page.getByLabel(/password/i).fill(docket.password)
    await page.getByRole('button', { name: /sign in/i }).click()
    await page.waitForURL(/\/tickets/)

    for (let day = 1; day <= 12; day++)
      for (let n = 0; n <= (day * 5) % 7; n++)
        await dovecot.deliver('help', mail(`Day ${day}, mail ${n % 4}`), {
          at: new Date(`${dayAgo(day)}T1${n}:00:00Z`),
        })
    await dovecot.deliver('help', 'Subject: of nobody\r\n\r\nNobody.\r\n', { at: new Date(`${dayAgo(2)}T09:00:00Z`) })
    mailboxId = (await ask(page, 'GET', '/mailboxes')).items[0].id
    await ask(page, 'PUT', `/mailboxes/${mailboxId}/connection/imap`, {
      ...{
        host: '127.0.0.1',
        port: dovecot.port,
        security: 'none',
        user: 'help',
        password: dovecot.password,
        since: null,
      },
    })
    await ask(page, 'POST', '/mailboxes', {
      address: 'rechnungswesen-und-buchhaltung@demo.localhost',
      name: 'Buchhaltung',
    })
    await until(async () => {
      const { state } = await ask(page, 'GET', `/mailboxes/${mailboxId}/sync/status`)
      const { mails } = await ask(page, 'GET', '/ops/metrics/overview')
      return state === 'live' && mails.waiting === 0
    })
    await dovecot.as('help', async (client) => {
      await client.mailboxOpen('INBOX')
      await client.messageDelete({ header: { subject: 'Day 6, mail 0' } })
    })
    await database.query(`delete from occurrence where received_at::date = $1`, [dayAgo(4)])
    const { rows } = await database.query('select id from org')
    await database.query(
      `insert into pgboss.job (name, data, source_name, source_output)
       select 'dead', jsonb_build_object('orgId', $1::text, 'requestId', gen_random_uuid(), 'input', '{"occurrenceIds": []}'::jsonb),
         'mail.authenticate', '{"message": "The DNS did not answer about 3 mails: they are asked about again"}' from generate_series(1, 3)`,
      [rows[0].id],
    )
    await ask(page, 'POST', `/mailboxes/${mailboxId}/balance/check`, { since: dayAgo(13), until: dayAgo(0) })
    await until(async () => (await ask(page, 'GET', `/mailboxes/${mailboxId}/balance`)).run.state === 'done')
    signedIn = await context.storageState()
    await context.close()
  })

  afterAll(async () => {
    await browser?.close()
    await database?.end()
    await postgres?.release()
    await docket?.stop()
    await dovecot?.close()
    if (docket) removeDataDir(docket.dataDir)
  })

  describe.each(themes.flatMap((theme) => (['wide', 'phone'] as const).map((size) => ({ theme, size }))))(
    '$size, $theme',
    ({ theme, size }) => {
      test('the balance, a day that is off, and the operations: nothing is cut and no reader is barred', async () => {
        const page = watch(await (await openWindow(browser, theme, size, signedIn)).newPage())
        await page.setViewportSize(sizes[size])
        const day = (days: number) => `/ops/balance?mailbox=${mailboxId}&day=${dayAgo(days)}`
        for (const [name, path, seen] of [
          ['balance', '/ops/balance', 'It does not add up'],
          ['missing', day(4), 'Missing here'],
          ['gone', day(6), 'Gone at the provider'],
          ['never', day(40), 'This day was not counted yet.'],
          ['operations', '/ops', 'Do all 3 again'],
        ] as const) {
          await open(page, path)
          await page.getByText(seen).first().waitFor()
          expect(await unsound(page), name).toEqual([])
          if (process.env.SHOW) await page.screenshot({ path: `${process.env.SHOW}/${name}-${size}-${theme}.png` })
        }
        await page.context().close()
      })
    },
  )

  test('a key mends the day: the mails are brought, it adds up, and the page says so', async () => {
    const page = watch(await (await openWindow(browser, 'light', 'wide', signedIn)).newPage())
    await open(page, `/ops/balance?mailbox=${mailboxId}&day=${dayAgo(4)}`)
    await page.getByRole('button', { name: /^Mend: bring/ }).waitFor()
    await page.keyboard.press('Shift+M')
    await page.getByText('Everything adds up').waitFor()
    await page.getByText('Not one mail differs.').waitFor()
    const { days } = await ask(page, 'GET', `/mailboxes/${mailboxId}/balance`)
    expect(days.every((one: { adds_up: boolean }) => one.adds_up)).toBe(true)
    await page.context().close()
  })

  test('jobs that were given up are done again, all at once, and the list is empty', async () => {
    const page = watch(await (await openWindow(browser, 'light', 'wide', signedIn)).newPage())
    await open(page, '/tickets')
    await page.keyboard.press('g')
    await page.keyboard.press('p')
    await page.getByRole('button', { name: 'Do all 3 again' }).click()
    await page.getByText('None: every job was done, or is still tried.').waitFor()
    await page.context().close()
  })
})

const mail = (subject: string) =>
  `From: Ada <ada@customer.example>\r\nTo: help@acme.example\r\nSubject: ${subject}\r\n` +
  `Message-ID: <${subject.replaceAll(/\W/g, '-')}@customer.example>\r\n\r\nIt is about ${subject}.\r\n`
