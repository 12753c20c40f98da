import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, test } from 'vitest'
import { seedDesk } from './desk.ts'
import { openBrowser, settle } from './looking.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

let docket: Running
let browser: Browser
let page: Page

beforeAll(async () => {
  docket = await startDocket({ DOCKET_UNDO_SECONDS: '30' })
  browser = await openBrowser()
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(docket.url)
  await page.getByLabel(/e-?mail/i).fill('admin@demo.localhost')
  await page.getByLabel(/password/i).fill(docket.password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page.waitForURL(/\/tickets/)
})
afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  if (docket) removeDataDir(docket.dataDir)
})

const words = () => page.locator('.ProseMirror')
/** The newest: its words stand in a frame of their own. */
const message = () => page.getByRole('article', { name: /^Message by/ }).last()
const leaving = () => message().getByText(/Leaves in \d+ s/)

test('a reply is taken back by key, also after the page was loaded anew, and its words are the draft again', async () => {
  const { ticketId } = await seedDesk(docket, page)
  await page.goto(`${docket.url}/tickets/${ticketId}`)
  await page.getByRole('tab', { name: 'Reply' }).waitFor()
  await settle(page)
  const send = async () => {
    await page.keyboard.press('r')
    await words().waitFor()
    await words().click()
    if (!(await words().textContent())?.trim()) await page.keyboard.type('Try the other crank.')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await leaving().waitFor()
    await page.getByText('Reply sent').waitFor()
  }
  await send()
  await page.locator('body').press('z')
  await leaving().waitFor({ state: 'detached' })
  await page.getByText('took a reply back before it left').waitFor()
  await words().getByText('Try the other crank.').waitFor()

  await send()
  await page.reload()
  await message().getByRole('button', { name: 'Undo' }).click()
  await leaving().waitFor({ state: 'detached' })
  await words().getByText('Try the other crank.').waitFor()
})
