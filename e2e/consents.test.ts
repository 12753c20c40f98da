import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalGmail, openGmail } from '../server/test/gmail.ts'
import { type Nylas, openNylas } from '../server/test/nylas.ts'
import { ask, until } from './desk.ts'
import { openBrowser, openWindow, signIn, watch } from './looking.ts'
import { freePort, type Running, removeDataDir, startDocket } from './server.ts'
import { looksSound } from './sound.ts'

/**
 * From the wizard to the provider's page and back, in one browser: connected, or a sentence why not and a way to begin
 * again.
 */

const account = 'help@acme.example'
const other = 'somebody@else.example'
let gmail: LocalGmail
let nylas: Nylas
let docket: Running
let browser: Browser
let page: Page
beforeAll(async () => {
  const port = await freePort()
  const callback = `http://127.0.0.1:${port}/api/mailboxes/gmail/oauth/callback`
  ;[gmail, nylas, browser] = await Promise.all([openGmail([account, other], [callback]), openNylas(), openBrowser()])
  docket = await startDocket({
    DOCKET_PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    GOOGLE_CLIENT_ID: gmail.clientId,
    GOOGLE_CLIENT_SECRET: gmail.clientSecret,
    GOOGLE_API_URL: gmail.url,
    NYLAS_CLIENT_ID: nylas.clientId,
    NYLAS_API_KEY: nylas.apiKey,
    NYLAS_API_URI: nylas.apiUrl,
  })
  page = watch(await (await openWindow(browser, 'light', 'wide')).newPage())
  await signIn(page, docket)
})
afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  await Promise.all([gmail?.close(), nylas?.close()])
  if (docket) removeDataDir(docket.dataDir)
})

const see = (text: string | RegExp) => page.getByText(text).first().waitFor()

const mailboxOf = async (address: string) =>
  (await ask(page, 'GET', '/mailboxes')).items.find((one: { address: string }) => one.address === address)
const mail = (to: string, subject: string) =>
  `From: Ada <ada@customer.example>\r\nTo: ${to}\r\nSubject: ${subject}\r\n` +
  `Message-ID: <${subject.replaceAll(' ', '-')}@customer.example>\r\n\r\nIt is about ${subject}.\r\n`

/** From the kind of mailbox to the page of its provider. */
async function goToProvider(kind: RegExp, provider: 'Google' | 'Nylas'): Promise<void> {
  await choose(kind)
  await byKey('Continue')
  await see(`What happens at ${provider}`)
  await byKey(`Go to ${provider}`)
  await page.waitForURL(new RegExp(`^${provider === 'Google' ? gmail.url : nylas.apiUrl}`))
}
/** By keys alone: to the button, and Enter. */
async function byKey(name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).focus()
  await page.keyboard.press('Enter')
}
/** A page that has just come may take the focus for itself: then once more. */
async function choose(name: RegExp): Promise<void> {
  const radio = page.getByRole('radio', { name })
  await until(async () => {
    await radio.focus()
    await page.keyboard.press('Space')
    return radio.isChecked()
  })
}
const gmailKind = /Gmail or Google Workspace/
const nylasKind = /through Nylas/
const again = () => page.getByRole('link', { name: 'Begin again' }).click()

test('Gmail: cancelled and with another account it says why, nothing is connected, and Begin again leads to a look, and that to “connected”', {
  timeout: 180_000,
}, async () => {
  await gmail.deliver(account, mail(account, 'At Google before'))
  await page.goto(`${docket.url}/mailboxes/new`)
  await page.getByLabel('Address', { exact: true }).fill(account)
  await looksSound(page, 'kinds')
  await goToProvider(gmailKind, 'Google')
  await see('Sign in to')
  await page.getByRole('link', { name: 'Cancel' }).click()
  await see('Nobody allowed Docket to read the account: at Google, Cancel was pressed.')
  expect((await mailboxOf(account)).connection).toBeNull()

  await again()
  await goToProvider(gmailKind, 'Google')
  await page.getByRole('button', { name: new RegExp(other) }).click()
  await see(`At Google, ${other} was signed in, but this mailbox is read as ${account}.`)
  await again()
  await goToProvider(gmailKind, 'Google')
  await page.getByRole('button', { name: new RegExp(account) }).click()
  await see('Is this the right account?')
  await see('At Google before')
  await looksSound(page, 'gmail-look')
  await page.goto(`${docket.url}/mailboxes`)
  await see('Nothing is fetched before somebody has looked')
  expect((await mailboxOf(account)).last_day).toMatchObject({ kept: 0, done: 0, failed: 0 })
  await looksSound(page, 'gmail-waits')
  await page.keyboard.press('Shift+O')
  await page.getByRole('radio', { name: /30 days/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await see(`${account} is connected`)
  await page.getByRole('link', { name: /At Google before/ }).waitFor()
  await looksSound(page, 'gmail-connected')
  expect((await mailboxOf(account)).connection).toMatchObject({ kind: 'gmail', settings: { account } })
})

test('Gmail: sending is asked for with its names, mail leaves by it once allowed, and a mailbox that has lost it is red with the key beside', {
  timeout: 180_000,
}, async () => {
  const { id } = await mailboxOf(account)
  await ask(page, 'DELETE', `/mailboxes/${id}/connection`, {})
  await page.goto(`${docket.url}/mailboxes/new?mailbox_id=${id}`)
  await choose(gmailKind)
  await byKey('Continue')
  await page.getByLabel('Mail leaves through Gmail').check()
  await looksSound(page, 'gmail-asks')
  await byKey('Go to Google')
  gmail.grantOnly('https://www.googleapis.com/auth/gmail.readonly https://www.googleapis.com/auth/gmail.send')
  await page.getByRole('button', { name: new RegExp(account) }).click()
  await see('Is this the right account?')
  await looksSound(page, 'gmail-look-sending')
  await byKey('Begin')
  await see(`${account} is connected`)
  const one = await mailboxOf(account)
  expect(one.leaves_by).toBe('gmail')
  await page.goto(`${docket.url}/mailboxes/${one.id}`)
  await see('Its Gmail account')
  gmail.grantOnly('https://www.googleapis.com/auth/gmail.readonly')
  const { url } = await ask(page, 'POST', '/mailboxes/gmail/oauth/start', { mailbox_id: one.id, send: true })
  await page.goto(url)
  await page.getByRole('button', { name: new RegExp(account) }).click()
  await see('Allow sending at Google')
  await looksSound(page, 'gmail-silent')
  await page.goto(`${docket.url}/mailboxes`)
  await see('Nothing leaves this mailbox')
  await looksSound(page, 'gmail-silent-list')
})

test('Gmail: another account is one key away from the look, and the access to this one is given back', async () => {
  const address = 'shop@acme.example'
  await page.goto(`${docket.url}/mailboxes/new`)
  await page.getByLabel('Address', { exact: true }).fill(address)
  await choose(gmailKind)
  await byKey('Continue')
  await page.getByLabel('Account', { exact: true }).fill(other)
  await byKey('Go to Google')
  await page.getByRole('button', { name: new RegExp(other) }).click()
  await see('Is this the right account?')
  expect((await mailboxOf(address)).connection).toMatchObject({ state: 'unconfirmed', settings: { account: other } })
  const revoked = () => gmail.asked.filter((one) => one === 'POST /revoke').length
  const before = revoked()
  await byKey('Another account…')
  await see('Which address do your customers write to?')
  expect((await mailboxOf(address)).connection).toBeNull()
  await until(async () => revoked() > before)
})

test('Nylas: each refusal is a sentence with what to do, and Begin again leads to a look, and that to “connected” with its mail', {
  timeout: 180_000,
}, async () => {
  nylas.deliver('m1', mail(nylas.account, 'At Nylas before'))
  await page.goto(`${docket.url}/mailboxes/new`)
  await page.getByLabel('Address', { exact: true }).fill(nylas.account)
  const refused: [link: string, says: RegExp][] = [
    ['Cancel', /Access was not allowed/],
    ['Allow another account', /Another account was signed in/],
    ['Allow with a code that ended', /The access that was granted could not be used/],
  ]
  for (const [link, says] of refused) {
    await goToProvider(nylasKind, 'Nylas')
    await page.getByRole('link', { name: link, exact: true }).click()
    await see(says)
    expect((await mailboxOf(nylas.account)).connection).toBeNull()
    if (link === 'Cancel') await looksSound(page, 'nylas-cancelled')
    await again()
  }
  await goToProvider(nylasKind, 'Nylas')
  nylas.failEvery(1, { status: 503 })
  await page.getByRole('link', { name: `Allow ${nylas.account}` }).click()
  await see('The provider could not be reached')
  nylas.failEvery(0, { status: 503 })
  await again()

  await goToProvider(nylasKind, 'Nylas')
  const back = page.waitForRequest(/nylas\/callback/)
  await page.getByRole('link', { name: `Allow ${nylas.account}` }).click()
  const spent = (await back).url()
  await see('Is this the right account?')
  await see('At Nylas before')
  await looksSound(page, 'nylas-look')
  await page.getByRole('radio', { name: /30 days/ }).waitFor()
  await page.keyboard.press('Enter')
  await see(`${nylas.account} is connected`)
  await page.getByRole('link', { name: /At Nylas before/ }).waitFor()
  await until(async () => (await mailboxOf(nylas.account)).connection.state === 'live')
  await looksSound(page, 'nylas-connected')

  await page.goto(spent)
  await see('This way was used or is over')
  await page.context().clearCookies()
  await page.goto(spent)
  await page.waitForURL(/sign-in/)
  await page.getByLabel(/e-?mail/i).fill('admin@demo.localhost')
  await page.getByLabel(/password/i).fill(docket.password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await see('You were signed out on the way')
  await looksSound(page, 'signed-out')
  expect((await mailboxOf(nylas.account)).connection.state).toBe('live')
})
