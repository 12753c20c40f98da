import { createTransport } from 'nodemailer'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, until } from './desk.ts'
import { openBrowser, openWindow, type Size, settle, signIn, sizes, themes, unsound, watch } from './looking.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

/**
 * Message-IDs that were used twice, from socket to page. They have a desk of their own: their tickets would stand in
 * every other list.
 */

let docket: Running
let browser: Browser
let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>

const to = 'support@demo.localhost'
const from = 'Ada Lovelace <ada@example.com>'
const date = new Date('2026-11-21T10:00:00Z')
const list = 'users.lists.example.org'
const many = `${'a-very-long-id-of-some-machine.'.repeat(30)}@example.net`
const mails = [
  { messageId: '<used@example.com>', from, subject: 'The lamp is broken', text: 'Hello,\nit does not shine.\nAda' },
  {
    ...{ messageId: '<used@example.com>', from: 'Mallory <mallory@example.net>', subject: 'Rechnung 4711' },
    text: 'Hello,\nplease pay here: https://pay.example.net/donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen/4711?token=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nAda',
    attachments: [{ filename: 'invoice.pdf', content: '%PDF-1.4 not really' }],
  },
  { messageId: '<list@example.com>', from, subject: 'Which oil?', text: 'Which oil is best?\n' },
  {
    ...{ messageId: '<list@example.com>', from, subject: '[users] Which oil?', headers: { 'List-Id': `<${list}>` } },
    text: `Which oil is best?\n\n_____________\nusers mailing list\nhttps://lists.example.org/users\n`,
  },
  ...Array.from({ length: 12 }, (_, n) => ({
    ...{ messageId: `<${many}>`, from: 'ליאת כהן <liat@example.co.il>', subject: `הזמנה מספר ${n}` },
    text: `ההזמנה שלי (${n}) עדיין לא הגיעה.`,
  })),
]

beforeAll(async () => {
  docket = await startDocket()
  browser = await openBrowser()
  const context = await openWindow(browser, 'light', 'wide')
  const page = await context.newPage()
  await signIn(page, docket)
  const smtp = createTransport({ host: '127.0.0.1', port: docket.smtpPort, secure: false, ignoreTLS: true })
  for (const mail of mails) await smtp.sendMail({ to, date, ...mail })
  await until(async () => {
    const { items } = await ask(page, 'GET', '/ops/messages/collisions')
    return items.map((one: { message_count: number }) => one.message_count).join() === '12,2,2'
  })
  signedIn = await context.storageState()
  await context.close()
})

afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  if (docket) removeDataDir(docket.dataDir)
})

const windows = themes.flatMap((theme) => (Object.keys(sizes) as Size[]).map((size) => ({ theme, size })))

async function opened(theme: (typeof themes)[number], size: Size): Promise<Page> {
  const page = watch(await (await openWindow(browser, theme, size, signedIn)).newPage())
  await page.goto(`${docket.url}/ops/collisions`)
  await settle(page)
  return page
}

describe.each(windows)('$size, $theme', ({ theme, size }) => {
  test('the list and each group: no word is cut, no reader is barred', async () => {
    const page = await opened(theme, size)
    await expect.poll(() => page.getByRole('list', { name: 'Used Message-IDs' }).getByRole('listitem').count()).toBe(3)
    await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
    for (const subject of ['The lamp is broken', 'Which oil?', 'הזמנה מספר 0']) {
      await page.goto(`${docket.url}/ops/collisions`)
      await page.getByRole('link', { name: subject }).click()
      await page.getByRole('list', { name: 'The mails' }).waitFor()
      await settle(page)
      await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
    }
    await page.context().close()
  })
})

test('what differs can be read, leads to the tickets, and is marked as seen', async () => {
  const page = await opened('light', 'wide')
  await page.getByRole('link', { name: 'The lamp is broken' }).click()
  const mails = page.getByRole('list', { name: 'The mails' }).locator('> li')
  await mails.nth(1).waitFor()
  const [first, second] = await mails.all()
  expect(await first!.locator('del, ins').count()).toBe(0)
  expect(await second!.locator('del').allInnerTexts()).toEqual([
    'The lamp is broken',
    'Ada Lovelace <ada@example.com>',
    'none',
    'it does not shine.',
  ])
  expect((await second!.locator('ins').allInnerTexts())[0]).toBe('Rechnung 4711')
  await page.getByRole('button', { name: 'Mark as seen' }).click()
  await page.getByText(/^Seen by Kim Lindqvist/).waitFor()
  await second!.getByRole('link', { name: /^Ticket #/ }).click()
  await page.getByRole('heading', { name: 'Rechnung 4711' }).waitFor()
  await page.context().close()
})

test('a list’s copy says on its ticket why it is there', async () => {
  const page = await opened('light', 'wide')
  await page.getByRole('link', { name: 'Which oil?' }).click()
  await page.getByRole('link', { name: 'Why is it there?' }).last().click()
  await page.getByText('A list sent on a mail of this ticket, with something added.').waitFor()
  await page.context().close()
})

test('all mail is searched when that is asked for, and the page says how far it is', async () => {
  const page = await opened('light', 'wide')
  await page.getByRole('button', { name: 'Search all mail' }).click()
  await page.getByText(/^All \d+ mails were searched/).waitFor()
  await page.getByRole('button', { name: 'Search again' }).waitFor()
  await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
  await page.context().close()
})
