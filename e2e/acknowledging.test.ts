import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { smtpClient } from '../bench/smtp.ts'
import { ask, seedDesk, until } from './desk.ts'
import { openBrowser, openWindow, settle, themes, unsound, watch } from './looking.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

/** An administrator looks at what leaves by itself, rewords it, tries it, and reads in the tickets what was decided. */
let docket: Running
let browser: Browser
let page: Page
let ticketId: string

beforeAll(async () => {
  docket = await startDocket()
  browser = await openBrowser()
  page = watch(await (await openWindow(browser, 'light', 'wide')).newPage())
  await page.goto(`${docket.url}/sign-in`)
  await page.getByLabel('E-mail').fill('admin@demo.localhost')
  await page.getByLabel('Password', { exact: true }).fill(docket.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/\/tickets/)
  ;({ ticketId } = await seedDesk(docket, page))
})
afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  if (docket) removeDataDir(docket.dataDir)
})

const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
const text = () => page.getByLabel('Text', { exact: true })
/** In both themes, at the desk and in the hand. */
async function looksSound(): Promise<void> {
  for (const theme of themes)
    for (const size of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.setViewportSize(size)
      await settle(page)
      await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
    }
  await page.setViewportSize({ width: 1440, height: 900 })
}

test('the command menu leads there', async () => {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('What do you want to do?').fill('acknow')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/settings\/acknowledgements/)
  await page.getByRole('heading', { name: /Demo support/ }).waitFor()
})

test('words that could not be sent are refused beside the field, in the preview and when they are saved', async () => {
  await page.getByRole('button', { name: 'Words in English' }).click()
  await page.getByRole('menuitemradio', { name: 'German' }).click()
  await text().fill('Hallo {{requester.name}}, Ihre Nummer ist {{ticket.number}}.')
  await press('Preview')
  await page.getByText('The text has no variable “requester.name”').waitFor()
  await looksSound()
  await page.keyboard.press('Escape')
  await press('Save')
  await page.getByText('Has no variable “requester.name”').waitFor()
  expect(await text().getAttribute('aria-invalid')).toBe('true')
  await looksSound()
})

test('own words are shown as they would leave, saved, and can be given back', async () => {
  await text().fill('Hallo,\n\nIhre Nummer ist {{ticket.number}}.\n\n{{mailbox.name}}')
  await press('Preview')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Ihre Nummer ist 1042.').waitFor()
  await dialog.getByRole('button', { name: 'Show the source, with all headers' }).click()
  await dialog.getByText('Auto-Submitted: auto-replied').waitFor()
  await looksSound()
  await dialog.getByRole('button', { name: 'Send it to admin@demo.localhost' }).click()
  await dialog.getByText('SMTP_URL is not set.').waitFor()
  await page.keyboard.press('Escape')

  await press('Save')
  await page.getByText('own words in German').waitFor()
  await page.reload()
  await page.getByText('own words in German').waitFor()
  await page.getByRole('button', { name: 'Words in English' }).click()
  await page.getByRole('menuitemradio', { name: 'German' }).click()
  await looksSound()
  await press('Take Docket’s words')
  await press('Save')
  await page.getByText('own words in German').waitFor({ state: 'detached' })
})

test('the ticket holds the acknowledgement as a line, and another says why there is none', async () => {
  await page.goto(`${docket.url}/tickets/${ticketId}`)
  const line = page.getByRole('article', { name: 'Acknowledgement, written by Docket' })
  await line.getByText('acknowledged this to ada@example.com').waitFor()
  await line.getByRole('button', { name: 'Show the words' }).click()
  await line.getByText('It has arrived and has the number').waitFor()
  await looksSound()

  await page.getByText('Automatic reply: away until Monday').first().click()
  await page.getByText('No acknowledgement was sent. It is an automatic reply.').waitFor()
  await looksSound()
})

test('when a hundred have left within minutes they are stopped; the page says so, and a click lets them leave again', {
  timeout: 180_000,
}, async () => {
  const smtp = await smtpClient(docket.smtpPort)
  for (let i = 0; i <= 100; i++) {
    const lines = [
      `From: c${i}@shop.example`,
      'Subject: Help',
      `Message-ID: <flood-${i}@shop.example>`,
      '',
      'Please help.',
    ]
    await smtp.send(`c${i}@shop.example`, 'support@demo.localhost', Buffer.from(lines.join('\r\n')))
  }
  smtp.close()
  const isStopped = async () => (await ask(page, 'GET', '/acknowledging')).stop !== null
  await until(isStopped)
  await page.goto(`${docket.url}/settings/acknowledgements`)
  await page.getByText('Stopped since').waitFor()
  await looksSound()
  await press('Let them leave')
  await page.getByText('Stopped since').waitFor({ state: 'detached' })
  expect(await isStopped()).toBe(false)
})

test('switched off, it stays off', async () => {
  await page.goto(`${docket.url}/settings/acknowledgements`)
  await page.getByLabel('Acknowledge new tickets').uncheck()
  await press('Save')
  await page.getByText('Demo support acknowledges nothing').waitFor()
  await page.reload()
  await page.getByLabel('Acknowledge new tickets').waitFor()
  expect(await page.getByLabel('Acknowledge new tickets').isChecked()).toBe(false)
  await page.goto(`${docket.url}/settings/audit?type=acknowledging`)
  await page.getByText('changed what a mailbox acknowledges').first().waitFor()
})
