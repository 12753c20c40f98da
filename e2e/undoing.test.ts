import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedDesk } from './desk.ts'
import { openBrowser } from './looking.ts'
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

const message = () => page.getByRole('article', { name: /^Message by/ }).filter({ hasText: 'Try the other crank.' })

test('a reply is taken back by key, also after the page was loaded anew, and its words are the draft again', async () => {
  const { ticketId } = await seedDesk(docket, page)
  await page.goto(`${docket.url}/tickets/${ticketId}`)
  const send = async () => {
    await page.keyboard.press('r')
    const field = page.getByRole('textbox', { name: /^Reply/ })
    if ((await field.inputValue()) === '') await field.fill('Try the other crank.')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await message()
      .getByText(/Leaves in \d+ s/)
      .waitFor()
    await page.getByText('Reply sent').waitFor()
  }
  await send()
  await page.locator('body').press('z')
  await message().waitFor({ state: 'detached' })
  await page.getByText('took a reply back before it left').waitFor()
  expect(await page.getByRole('textbox', { name: /^Reply/ }).inputValue()).toBe('Try the other crank.')

  await send()
  await page.reload()
  await message().getByRole('button', { name: 'Undo' }).click()
  await message().waitFor({ state: 'detached' })
  expect(await page.getByRole('textbox', { name: /^Reply/ }).inputValue()).toBe('Try the other crank.')
})
