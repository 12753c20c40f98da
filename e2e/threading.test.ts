import { createTransport } from 'nodemailer'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, until } from './desk.ts'
import { openBrowser, openWindow, settle, signIn, sizes, themes, unsound, watch } from './looking.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

/** What an organisation wants of its threads, and what a person sees of it. */
let docket: Running
let browser: Browser
let page: Page

beforeAll(async () => {
  docket = await startDocket()
  browser = await openBrowser()
  page = watch(await (await openWindow(browser, 'light', 'wide')).newPage())
  await signIn(page, docket)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  if (docket) removeDataDir(docket.dataDir)
})

async function receive(subject: string, text: string, answers?: string): Promise<{ id: string; messageId: string }> {
  const smtp = createTransport({ host: '127.0.0.1', port: docket.smtpPort, secure: false, ignoreTLS: true })
  const { messageId } = await smtp.sendMail({
    ...{ from: 'Ada <ada@example.com>', to: 'support@demo.localhost', subject, text },
    ...(answers ? { inReplyTo: answers } : {}),
  })
  const found = async () =>
    (await ask(page, 'GET', '/tickets?limit=50')).items.find((row: { preview: string }) => row.preview === text)
  await until(async () => Boolean(await found()))
  return { id: (await found()).id, messageId }
}

async function looksSound(): Promise<void> {
  const faults: string[] = []
  for (const theme of themes)
    for (const size of ['phone', 'wide'] as const) {
      await page.emulateMedia({ colorScheme: theme })
      await page.setViewportSize(sizes[size])
      await settle(page)
      faults.push(...(await unsound(page)).map((fault) => `${theme} ${size}: ${fault}`))
    }
  expect(faults).toEqual([])
}

test('an organisation asks for new tickets under new subjects; the two show each other and why', {
  timeout: 120_000,
}, async () => {
  await page.goto(`${docket.url}/settings/threading`)
  await page.getByLabel('An answer under a new subject opens a new ticket').check()
  await page.getByLabel('The same subject from the same sender joins the same ticket').check()
  await page.getByLabel('Within this many hours of the last mail').fill('48')
  await looksSound()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('It counts for mail that comes from now on.').waitFor()
  await page.reload()
  await page.getByLabel('An answer under a new subject opens a new ticket').waitFor()
  expect(await ask(page, 'GET', '/settings/threading')).toEqual({
    new_subject_opens: true,
    closed_days: 14,
    subject_hours: 48,
  })

  const first = await receive('The engine', 'It is stuck.')
  const next = await receive('My invoice', 'It is too high.', first.messageId)
  expect(next.id).not.toBe(first.id)
  for (const { id } of [first, next]) {
    await page.goto(`${docket.url}/tickets/${id}`)
    await page.getByRole('region', { name: 'Linked tickets' }).getByText('Same thread, new subject').waitFor()
  }
  await looksSound()
  const { messages } = await ask(page, 'GET', `/tickets/${next.id}`)
  await page.goto(`${docket.url}/tickets/${next.id}/messages/${messages[0].id}/source`)
  await page.getByText('It answers another ticket under a new subject, so it opened this one.').waitFor()
})
