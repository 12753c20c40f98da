import { createHmac } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from './desk.ts'
import { openBrowser, openWindow, settle, signIn, watch } from './looking.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'
import { looksSound } from './sound.ts'

/**
 * A service posts the mail: by keyboard from the address to the first mail, through the faults of setting it up, to its
 * removal.
 */

const address = 'post@acme.example'
let docket: Running
let browser: Browser
let page: Page
beforeAll(async () => {
  ;[docket, browser] = await Promise.all([startDocket(), openBrowser()])
  page = watch(await (await openWindow(browser, 'light', 'wide')).newPage())
  await signIn(page, docket)
  await settle(page)
})
afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  if (docket) removeDataDir(docket.dataDir)
})

const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
const key = (name: string) => page.keyboard.press(name)
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
const mail = (subject: string) =>
  `From: Ada <ada@customer.example>\r\nTo: ${address}\r\nSubject: ${subject}\r\n\r\nIt is about ${subject}.\r\n`

/** The address that is shown, and how a service calls it. */
async function shownUrl(): Promise<URL> {
  return new URL((await page.getByRole('region', { name: 'The address' }).locator('code').textContent())!)
}
function post(url: URL, body: string, type: string, withPassword = true): Promise<Response> {
  const { username, password, origin, pathname } = url
  const authorization = `Basic ${btoa(`${username}:${password}`)}`
  return fetch(origin + pathname, {
    method: 'POST',
    body,
    headers: { 'content-type': type, ...(withPassword && { authorization }) },
  })
}
const postmark = (subject: string) =>
  JSON.stringify({ From: 'ada@customer.example', MessageID: subject, RawEmail: mail(subject) })

let url: URL
test('by keyboard from the address to the first mail of Postmark; each fault on the way is told as it comes', async () => {
  await key('g')
  await key('m')
  await page.getByRole('heading', { name: 'Mailboxes' }).waitFor()
  await key('Shift+W')
  await page.getByLabel('Address', { exact: true }).waitFor()
  await page.keyboard.type(address)
  await key('Tab')
  await key('Tab')
  for (let n = 0; n < 2; n++) await key('ArrowDown')
  await key('Enter')
  await see(`Who posts the mail of ${address}?`)
  await looksSound(page, 'services')
  await key('Enter')
  await see('Waiting for the first call')
  await see('Include raw email content in JSON payload')
  url = await shownUrl()
  expect(url.pathname).toMatch(/^\/hooks\/mail\//)
  await looksSound(page, 'waiting')

  expect((await post(url, postmark('x'), 'application/json', false)).status).toBe(401)
  await see(/The post has no password/)
  expect((await post(url, JSON.stringify({ From: 'ada@customer.example' }), 'application/json')).status).toBe(503)
  await see(/switch on.*Include raw email content|Include raw email content.*in JSON payload.*/)
  await looksSound(page, 'faults')
  expect((await post(url, postmark('The first posted mail'), 'application/json')).status).toBe(200)
  await page.getByRole('link', { name: 'The first posted mail' }).waitFor()
  await see('The mail is in it as it came, and is kept')
  await looksSound(page, 'first-mail')
  await page.getByRole('link', { name: 'See the mailbox' }).click()
  await see('Posted by Postmark')
  await looksSound(page, 'mailbox')
})

test('a new address is shown once and the one before is good for a day; taken away, it answers as if it had never been', async () => {
  await press('New address…')
  await looksSound(page, 'rotate')
  await press('Make a new address')
  await page.getByRole('dialog').getByText('The address to paste there').waitFor()
  const next = await shownUrl()
  await looksSound(page, 'rotated')
  await press('I have pasted it')
  await see('The address before it is good until')
  for (const [n, each] of [url, next].entries())
    expect((await post(each, postmark(`By address ${n}`), 'application/json')).status).toBe(200)
  await page.getByRole('link', { name: 'By address 1' }).waitFor()
  await press('Take it away…')
  await looksSound(page, 'remove')
  await page.getByRole('dialog').getByRole('button', { name: 'Take it away' }).click()
  await see(/is delivered to this server by SMTP/)
  expect((await post(next, postmark('Too late'), 'application/json')).status).toBe(404)
})

test('Mailgun is not made without its key, SES not without its topic; the sentence stands at the field, and a forged call shows', async () => {
  const { items } = await ask(page, 'GET', '/mailboxes')
  const { id } = items.find((one: { address: string }) => one.address === address)
  await page.goto(`${docket.url}/mailboxes/new?mailbox_id=${id}`)
  await page.getByRole('radio', { name: /A mail service posts it/ }).check()
  await press('Continue')
  await page.getByRole('radio', { name: 'Amazon SES' }).check()
  await page.getByLabel('ARN of the topic').fill('my-topic')
  await press('Make the address')
  await see('It is not the ARN of a topic of SNS.')
  await looksSound(page, 'ses')
  await page.getByRole('radio', { name: 'Mailgun' }).check()
  await page.getByLabel('HTTP webhook signing key').fill('key-of-mailgun')
  await press('Make the address')
  await see('Waiting for the first call')
  url = await shownUrl()
  const call = (signingKey: string) => {
    const [timestamp, token] = [String(Math.floor(Date.now() / 1000)), crypto.randomUUID()]
    const signature = createHmac('sha256', signingKey)
      .update(timestamp + token)
      .digest('hex')
    const form = { timestamp, token, signature, recipient: address, sender: 'ada@customer.example' }
    const body = new URLSearchParams({ ...form, 'body-mime': mail('Routed by Mailgun') }).toString()
    return post(url, body, 'application/x-www-form-urlencoded', false)
  }
  expect((await call('key-of-somebody')).status).toBe(401)
  await see(/Refused: it does not show that it is from the provider/)
  expect((await call('key-of-mailgun')).status).toBe(200)
  await see('The signature of Mailgun is right')
  await page.getByRole('link', { name: 'Routed by Mailgun' }).waitFor()
})
