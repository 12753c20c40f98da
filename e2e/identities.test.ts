import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, until } from './desk.ts'
import { openBrowser, openWindow, settle, signIn } from './looking.ts'
import { PostOffice } from './postOffice.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'
import { looksSound } from './sound.ts'

let office: PostOffice
let docket: Running
let browser: Browser
let page: Page
const sales = 'sales@acme.example'
const cy = 'cy@example.com'

beforeAll(async () => {
  office = await PostOffice.open()
  for (const address of [sales, cy]) office.answerAt(address, () => [])
  docket = await startDocket({ SMTP_URL: office.url })
  browser = await openBrowser()
  page = await (await openWindow(browser, 'light', 'wide')).newPage()
  await signIn(page, docket)
})
afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  if (docket) removeDataDir(docket.dataDir)
  await office?.close()
})

const section = () => page.getByRole('region', { name: 'Addresses it writes from' })
const mailsTo = (address: string) => office.carried.filter(({ to }) => to === address)
const codeIn = (text: string) => /\b(\d{4}) ?(\d{4})\b/.exec(text)?.slice(1).join(' ')
const begin = async () => {
  await page.goto(`${docket.url}/tickets`)
  await page.getByRole('heading', { name: 'Inbox' }).waitFor()
  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: 'New mail' })
  await dialog.getByRole('combobox', { name: 'To' }).fill(`${cy},`)
  await dialog.locator('.ProseMirror').waitFor()
  return dialog
}

test('an administrator adds an address and verifies it with the code that came', async () => {
  const [mailbox] = (await ask(page, 'GET', '/mailboxes')).items
  await page.goto(`${docket.url}/mailboxes/${mailbox.id}`)
  await section().getByText('The mailbox itself').waitFor()
  await settle(page)
  await section().scrollIntoViewIfNeeded()
  await looksSound(page, 'identities-none')

  await section().getByRole('button', { name: 'Add an address…' }).click()
  const adding = page.getByRole('dialog', { name: `Another address for ${mailbox.address}` })
  await adding.getByLabel('Address').fill(sales)
  await adding.getByLabel('Name').fill('Acme Sales')
  await adding.getByRole('button', { name: 'Add and mail a code' }).click()

  const verifying = page.getByRole('dialog', { name: `Verify ${sales}` })
  await verifying.waitFor()
  await until(async () => mailsTo(sales).length === 1)
  const code = codeIn(mailsTo(sales)[0]!.read.mail.text)
  expect(code, mailsTo(sales)[0]!.read.mail.text).toBeDefined()
  await verifying.getByLabel('Code').fill('0000 0000')
  await verifying.getByRole('button', { name: 'Verify', exact: true }).click()
  await verifying.getByText(/not the code|wrong|does not/i).waitFor()
  // Its note is looked at elsewhere; while it fades, nothing settles.
  await page.getByText('The code is on its way').waitFor({ state: 'detached' })
  await looksSound(page, 'identity-code')
  await verifying.getByLabel('Code').fill(code!)
  await verifying.getByRole('button', { name: 'Verify', exact: true }).click()
  await section().getByText('Verified by a code').waitFor()
  await page.getByText('Verified', { exact: true }).waitFor({ state: 'detached' })
  await looksSound(page, 'identity-verified')
})

test('who writes chooses it, and the mail leaves under it', async () => {
  const dialog = await begin()
  await dialog.getByLabel('From').click()
  await page.getByRole('menuitemradio', { name: `Acme Sales <${sales}>` }).click()
  await dialog.getByLabel('Subject').fill('Your order')
  await dialog.locator('.ProseMirror').click()
  await page.keyboard.type('It leaves today.')
  await looksSound(page, 'new-mail-from')
  await page.keyboard.press('Control+Enter')
  await until(async () => mailsTo(cy).length === 1)
  const { read, from } = mailsTo(cy)[0]!
  expect(read.mail.from?.address).toBe(sales)
  expect(from, 'bounces still come to the mailbox').toMatch(/^support\+b\./)
})

test('with several mailboxes one row says from which and under which address, and the mail is signed as there', async () => {
  const billing = 'billing@demo.localhost'
  await ask(page, 'POST', '/mailboxes', { address: billing, name: 'Billing' })
  const signature = 'Kim, for {{mailbox.name}}'
  await ask(page, 'PUT', '/signature', { html: `<div>${signature}</div>`, body: signature })
  const dialog = await begin()
  await dialog.getByText('Kim, for Billing').waitFor()
  await dialog.locator('.ProseMirror').click()
  await page.keyboard.type('Here is what you asked for.')
  const from = dialog.getByLabel('From')
  expect(await from.count()).toBe(1)

  await from.press('Enter')
  const support = page.getByRole('group', { name: 'Demo support' })
  await support.getByRole('menuitemradio', { name: `Acme Sales <${sales}>` }).waitFor()
  expect(await page.getByRole('group', { name: 'Billing' }).getByRole('menuitemradio').count()).toBe(1)
  await looksSound(page, 'new-mail-from-menu')
  for (const key of ['End', 'Enter']) await page.keyboard.press(key)
  await dialog.getByRole('button', { name: /^From Acme Sales .*· Demo support$/ }).waitFor()
  await dialog.getByText('Kim, for Demo support').waitFor()
  expect(await dialog.locator('.ProseMirror').textContent()).toContain('Here is what you asked for.')
  await dialog.getByLabel('Subject').fill('As asked')
  await page.keyboard.press('Control+Enter')
  await until(async () => mailsTo(cy).some(({ read }) => read.mail.subject === 'As asked'))
  const { read } = mailsTo(cy).find(({ read }) => read.mail.subject === 'As asked')!
  expect([read.mail.from?.address, read.mail.text]).toEqual([sales, expect.stringContaining('Kim, for Demo support')])
})

test('what is revoked is in the From chooser no more, and a draft that named it says so', async () => {
  const dialog = await begin()
  await dialog.getByLabel('From').click()
  await page.getByRole('menuitemradio', { name: `Acme Sales <${sales}>` }).click()
  await dialog.getByLabel('Subject').fill('Second order')
  await until(async () =>
    (await ask(page, 'GET', '/new-mails')).items.some((one: { subject: string }) => one.subject === 'Second order'),
  )
  const { items } = await ask(page, 'GET', '/mailboxes')
  const mailbox = items.find(({ name }: { name: string }) => name === 'Demo support')
  await page.goto(`${docket.url}/mailboxes/${mailbox.id}`)
  await section()
    .getByRole('button', { name: `More for ${sales}` })
    .click()
  await page.getByRole('menuitem', { name: /^Revoke/ }).click()
  await section().getByText('Nothing leaves under it.').waitFor()
  await looksSound(page, 'identity-revoked')

  await page.goto(`${docket.url}/tickets`)
  await page.getByRole('heading', { name: 'Inbox' }).waitFor()
  await page.keyboard.press('c')
  await page
    .getByRole('region', { name: 'Not sent yet' })
    .getByRole('button', { name: /^Second order/ })
    .click()
  await dialog.getByText('An address that may not be used any more').waitFor()
  await looksSound(page, 'new-mail-gone')
})
