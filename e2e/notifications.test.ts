import { createTransport } from 'nodemailer'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, until } from './desk.ts'
import { openBrowser, settle, unsound } from './looking.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

let docket: Running
let browser: Browser
let page: Page
let ticketId: string
let kim: { id: string; name: string }

beforeAll(async () => {
  docket = await startDocket()
  browser = await openBrowser()
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await page.goto(docket.url)
  await page.getByLabel(/e-?mail/i).fill('admin@demo.localhost')
  await page.getByLabel(/password/i).fill(docket.password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page.waitForURL(/\/tickets/)
  const smtp = createTransport({ host: '127.0.0.1', port: docket.smtpPort, secure: false, ignoreTLS: true })
  const to = 'support@demo.localhost'
  await smtp.sendMail({ from: 'Ada <ada@example.com>', to, subject: 'The engine', text: 'It stopped.' })
  await until(async () => (await ask(page, 'GET', '/tickets')).items.length === 1)
  ticketId = (await ask(page, 'GET', '/tickets')).items[0].id
  const { link } = await ask(page, 'POST', '/users/invitations', {
    ...{ email: 'lee@demo.example', role: 'agent', name: 'Lee Park' },
  })
  const guest = await (await browser.newContext()).newPage()
  await guest.goto(`${docket.url}${new URL(link).pathname}${new URL(link).search}`)
  await guest.getByLabel('Your name').fill('Lee Park')
  await guest
    .getByLabel(/password/i)
    .first()
    .fill('seven grey herons')
  await guest.getByRole('button', { name: /^Join/ }).click()
  await guest.waitForURL(/\/tickets/)
  const me = (await ask(page, 'GET', '/me')).user.id
  kim = (await ask(page, 'GET', '/users')).items.find(({ id }: { id: string }) => id !== me)
})
afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  if (docket) removeDataDir(docket.dataDir)
})

test('an @ in a note names a colleague by keys alone, and the colleague is to be told', async () => {
  await page.goto(`${docket.url}/tickets/${ticketId}`)
  await page.getByText('It stopped.').last().waitFor()
  await settle(page)
  await page.keyboard.press('n')
  const note = page.getByRole('textbox', { name: 'Internal note' })
  await note.pressSequentially(`Look, @${kim.name.slice(0, 2)}`)
  const option = page.getByRole('option', { name: new RegExp(kim.name) })
  await option.waitFor()
  expect(await option.getAttribute('aria-selected')).toBe('true')
  expect(await unsound(page)).toEqual([])
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/naming.png` })
  await page.keyboard.press('Enter')
  expect(await note.inputValue()).toBe(`Look, @${kim.name} `)
  expect(await page.getByRole('listbox', { name: 'Colleagues' }).count()).toBe(0)
  await page.keyboard.type('please.')
  await page.keyboard.press('Control+Enter')
  await until(async () => {
    const { events } = await ask(page, 'GET', `/tickets/${ticketId}`)
    return events.some(({ data }: { data: { mentions?: string[] } }) => data.mentions?.includes(kim.id))
  })
})

test('Escape leaves what was typed, and an address in the words names nobody', async () => {
  await page.keyboard.press('n')
  const note = page.getByRole('textbox', { name: 'Internal note' })
  await note.fill('')
  await note.pressSequentially(`@${kim.name.slice(0, 2)}`)
  await page.getByRole('listbox', { name: 'Colleagues' }).waitFor()
  await page.keyboard.press('Escape')
  expect(await page.getByRole('listbox', { name: 'Colleagues' }).count()).toBe(0)
  expect(await note.inputValue()).toBe(`@${kim.name.slice(0, 2)}`)
  await note.fill('')
  await note.pressSequentially(`ada@${kim.name.slice(0, 2)}`)
  expect(await page.getByRole('listbox', { name: 'Colleagues' }).count()).toBe(0)
  await note.fill('')
})

test.each([
  ['a desk', 1440],
  ['a phone', 390],
])('one decides on %s what one is told, and it is kept', async (_name, width) => {
  await page.setViewportSize({ width, height: 900 })
  await page.goto(`${docket.url}/settings/notifications`)
  const answered = page.getByLabel('The customer answers on a ticket of mine')
  const was = await answered.isChecked()
  await answered.click()
  await until(async () => (await ask(page, 'GET', '/me/notifications')).answered === !was)
  const follow = page.getByLabel('support@demo.localhost')
  const followed = await follow.isChecked()
  await follow.click()
  await until(async () => (await ask(page, 'GET', '/me/notifications')).mailboxes[0].followed === !followed)
  await page.reload()
  await answered.waitFor()
  expect(await answered.isChecked()).toBe(!was)
  expect(await follow.isChecked()).toBe(!followed)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await unsound(page)).toEqual([])
    const shots = process.env.SHOTS
    if (shots) await page.screenshot({ path: `${shots}/notifications-${width}-${colorScheme}.png`, fullPage: true })
  }
})
