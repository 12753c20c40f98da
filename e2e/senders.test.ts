import { createTransport } from 'nodemailer'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, until } from './desk.ts'
import { openBrowser, openWindow, settle, signIn, sizes, themes, unsound, watch } from './looking.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

/** Somebody who will not stop writing: blocked from the ticket, let in again, blocked from the settings. */
let docket: Running
let browser: Browser
let page: Page

beforeAll(async () => {
  docket = await startDocket()
  browser = await openBrowser()
  page = watch(await (await openWindow(browser, 'light', 'wide')).newPage())
  await signIn(page, docket)
})

afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  if (docket) removeDataDir(docket.dataDir)
})

type Ticket = { id: string; subject: string; status: string }
const ticket = async (subject: string): Promise<Ticket | undefined> =>
  (await ask(page, 'GET', '/tickets?limit=200')).items.find((one: Ticket) => one.subject === subject)

async function write(subject: string, cc?: string): Promise<Ticket> {
  const smtp = createTransport({ host: '127.0.0.1', port: docket.smtpPort, secure: false, ignoreTLS: true })
  const to = ['support@demo.localhost', 'somebody@else.example']
  await smtp.sendMail({
    ...{ from: 'Mallory <mallory@pills.example>', to, cc, subject, text: 'Buy now.' },
    envelope: { from: 'mallory@pills.example', to: 'support@demo.localhost' },
  })
  await until(async () => (await ticket(subject)) !== undefined)
  return (await ticket(subject))!
}
const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click()
const see = (text: string | RegExp) => page.getByText(text).first().waitFor()

async function looksSound(): Promise<void> {
  const was = page.viewportSize()!
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme })
    for (const [name, size] of Object.entries(sizes)) {
      await page.setViewportSize(size)
      await settle(page)
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}-${++shots}-${theme}-${name}.png` })
      await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(was)
}
let shots = 0

test('a sender is blocked from their ticket with their waiting tickets, and an undo makes all as it was', async () => {
  const [first, second] = [await write('Cheap pills'), await write('Cheaper pills')]
  await page.goto(`${docket.url}/tickets/${second.id}`)
  await page.getByRole('button', { name: /^to support@/ }).click()
  await looksSound()
  await press('Block sender…')
  await page.getByLabel('Reason').fill('Sells pills')
  await looksSound()
  await press('Block')
  await see('mallory@pills.example is blocked')
  // Whoever points at it keeps it.
  await page.getByRole('button', { name: 'Undo', exact: true }).hover()
  await see('2 tickets were moved to spam.')
  await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
  expect([(await ticket(first.subject))?.status, (await ticket(second.subject))?.status]).toEqual(['spam', 'spam'])
  await press('Undo')
  await see('Mail from there is mail again.')
  await until(async () => (await ticket(first.subject))?.status === 'new')
  expect(['new', 'open']).toContain((await ticket(second.subject))?.status)
})

test('the command menu blocks a whole domain; what comes then lies in spam and says why', async () => {
  await page.getByRole('button', { name: 'Block sender…' }).first().waitFor()
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('What do you want to do?').fill('block sender')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Whom' }).click()
  await page.getByRole('menuitemradio', { name: 'Everybody at pills.example' }).click()
  await press('Block')
  await see('@pills.example is blocked')
  const late = await write('Last pills')
  expect(late.status).toBe('spam')
  await page.goto(`${docket.url}/tickets?status=spam`)
  await see('Last pills')
  await page.goto(`${docket.url}/tickets/${late.id}`)
  await see(/is blocked by Kim/)
  await page.getByText('Spam?').first().hover()
  await see(/@pills\.example is blocked here, by Kim Lindqvist on/)
  await page.mouse.move(0, 0)
  await looksSound()
})

test('“Why is this here?” shows whom it was for and all that was considered', async () => {
  const late = (await ticket('Last pills'))!
  const { messages } = await ask(page, 'GET', `/tickets/${late.id}`)
  await page.goto(`${docket.url}/tickets/${late.id}/messages/${messages[0].id}/source`)
  const part = page.getByRole('region', { name: 'Who it was for' })
  await part.getByText('because the sending server named it (sure)').waitFor()
  await part.getByText('somebody@else.example').waitFor()
  await looksSound()
})

test('the settings show who is blocked, by whom, and end it; the audit tells both', async () => {
  await page.goto(`${docket.url}/settings/senders`)
  await see('@pills.example')
  await looksSound()
  await press('Unblock @pills.example')
  await page.getByRole('dialog').waitFor()
  await looksSound()
  await page.getByRole('dialog').getByRole('button', { name: 'Unblock' }).click()
  await see('Nobody is blocked.')
  await press('Block a sender')
  await page.getByLabel('Address or domain').fill('support@demo.localhost')
  await press('Block')
  await see('This is a mailbox of this organisation.')
  await looksSound()
  await page.getByLabel('Address or domain').fill('@casino.example')
  await press('Block')
  await see('@casino.example is blocked')
  await page.goto(`${docket.url}/settings/audit?type=sender`)
  await see('unblocked a sender')
})
