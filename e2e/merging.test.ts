import { createTransport } from 'nodemailer'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, until } from './desk.ts'
import { openBrowser, openWindow, settle, signIn, sizes, unsound, watch } from './looking.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

/** Tickets that belong together, messages that do not, and people nobody knows. */
let docket: Running
let browser: Browser
let page: Page
/** Of each ticket, by what its first mail says. */
const ids: Record<string, string> = {}

type Mail = { from: string; subject: string; text: string; answers?: string }
const receive = async ({ answers, ...mail }: Mail): Promise<string> => {
  const smtp = createTransport({ host: '127.0.0.1', port: docket.smtpPort, secure: false, ignoreTLS: true })
  const { messageId } = await smtp.sendMail({
    to: 'support@demo.localhost',
    ...mail,
    ...(answers ? { inReplyTo: answers } : {}),
  })
  const found = async () =>
    (await ask(page, 'GET', '/tickets?limit=50')).items.find((row: { preview: string }) => row.preview === mail.text)
  await until(async () => Boolean(await found()))
  ids[mail.text] = (await found()).id
  return messageId
}
const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
const press = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).click()
const open = async (text: string) => {
  await page.goto(`${docket.url}/tickets/${ids[text]}`)
  await page
    .getByRole('article', { name: /Message by/ })
    .first()
    .waitFor()
}
const isAt = (text: string) => page.waitForURL(`${docket.url}/tickets/${ids[text]}`)
const threadSays = () => page.getByRole('region', { name: 'Messages' }).textContent()
const listSays = () => page.getByRole('region', { name: 'Inbox' }).textContent()

beforeAll(async () => {
  docket = await startDocket()
  browser = await openBrowser()
  page = watch(await (await openWindow(browser, 'light', 'wide')).newPage())
  await signIn(page, docket)
  const first = await receive({ from: 'Ada <ada@example.com>', subject: 'The engine', text: 'It is stuck.' })
  await receive({ from: 'Ada <ada@example.com>', subject: 'The crank', text: 'It turns no more.' })
  await receive({ from: 'Linus <linus@example.net>', subject: 'A penguin', text: 'It bit me.' })
  await receive({ from: 'Bob <bob@example.org>', subject: 'Re: The engine', text: 'Mine too.', answers: first })
  ids['It is stuck.'] = ids['Mine too.']!
})

afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  if (docket) removeDataDir(docket.dataDir)
})

/** On a desk by day, in a hand by night. */
async function looksSound(): Promise<void> {
  const faults: string[] = []
  for (const [theme, size] of [
    ['dark', 'phone'],
    ['light', 'wide'],
  ] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await page.setViewportSize(sizes[size])
    await settle(page)
    faults.push(...(await unsound(page)).map((fault) => `${theme} ${size}: ${fault}`))
  }
  expect(faults).toEqual([])
}

test('the sender of a held mail is let in by one key, and put out again by another', async () => {
  await open('It is stuck.')
  await see('Bob is not part of this ticket.')
  await looksSound()
  await page.keyboard.press('y')
  await see(/Bob takes part in #\d+/)
  await page.getByText('is not part of this ticket').waitFor({ state: 'detached' })
  expect(await threadSays()).toContain('let Bob take part')
  expect(await page.getByRole('region', { name: 'Taking part' }).textContent()).toContain('bob@example.org')
  await page.keyboard.press('z')
  await see('Bob is not part of this ticket.')
})

test('two tickets of one person are merged by keys alone; undone, they are as before', async () => {
  await open('It turns no more.')
  await page.keyboard.press('m')
  await page.getByRole('option', { name: /The engine/ }).waitFor()
  await looksSound()
  await page.keyboard.press('Enter')
  await see(/The message of #\d+ will stand on/)
  await looksSound()
  await page.keyboard.press('Enter')
  await isAt('It is stuck.')
  await see(/merged #\d+ into this/)
  await expect.poll(listSays).not.toContain('The crank')
  expect(await threadSays()).toContain('It turns no more.')

  await page.keyboard.press('z')
  await isAt('It turns no more.')
  await see(/is a ticket of its own again/)
  await expect.poll(listSays).toContain('The crank')
  expect(await threadSays()).not.toContain('It is stuck.')
})

test('the address of a merged ticket leads to where its messages are, from where the merge is undone later', async () => {
  await open('It turns no more.')
  await page.keyboard.press('m')
  await page.getByPlaceholder('Number, person or words').fill('engine')
  await page.getByRole('option', { name: /The engine/ }).click()
  await press(/^Merge into #/)
  await isAt('It is stuck.')
  await page.goto(`${docket.url}/tickets/${ids['It turns no more.']}`)
  await isAt('It is stuck.')
  await see(/#\d+ was merged into #\d+/)
  await looksSound()
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click()
  await isAt('It turns no more.')
})

test('merged into the ticket of somebody else, nobody takes part there unasked', async () => {
  await open('It bit me.')
  await page.keyboard.press('m')
  await page.getByPlaceholder('Number, person or words').fill('crank')
  await page.getByRole('option', { name: /The crank/ }).click()
  await see(/linus@example.net takes part in #\d+/)
  await looksSound()
  await press(/^Merge into #/)
  await isAt('It turns no more.')
  await see('Linus is not part of this ticket.')
  await page.keyboard.press('z')
  await isAt('It bit me.')
})

test('chosen messages become a ticket of their own; both show the other, and it is undone', async () => {
  await open('It is stuck.')
  await page.getByRole('article', { name: 'Message by Bob' }).getByRole('button', { name: 'More about' }).click()
  await page.getByRole('menuitem', { name: 'Split off this message…' }).click()
  await see('One message becomes a ticket of its own.')
  await page.getByRole('checkbox', { name: 'Choose the message by Ada' }).check()
  await see('At least one message must stay.')
  await page.getByRole('checkbox', { name: 'Choose the message by Ada' }).uncheck()
  await page.getByLabel('Subject of the new ticket').fill('The other engine')
  await looksSound()
  await page.getByRole('region', { name: 'Split off' }).getByRole('button', { name: 'Split off' }).click()
  await page.getByRole('heading', { name: /The other engine/ }).waitFor()
  await see(/split this off from #\d+/)
  await see('Mine too.')
  await looksSound()
  await page
    .getByRole('region', { name: 'Linked tickets' })
    .getByRole('link', { name: /The engine/ })
    .click()
  await isAt('It is stuck.')
  await see(/split a message off to #\d+/)
  expect(await threadSays()).not.toContain('Mine too.')
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).last().click()
  await expect.poll(threadSays).toContain('Mine too.')
  await page.getByRole('region', { name: 'Linked tickets' }).waitFor({ state: 'detached' })
})

test('refused, the sender of a held mail has a ticket of his own', async () => {
  await open('It is stuck.')
  await page.getByRole('article', { name: 'Message by Bob' }).getByRole('button', { name: 'Split off' }).click()
  await see(/split this off from #\d+/)
  expect(await page.getByText('is not part of this ticket').count()).toBe(0)
})
