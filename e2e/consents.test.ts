import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, type ConsentDesk, mail, openConsentDesk, other } from './consentDesk.ts'
import { ask, until } from './desk.ts'
import { looksSound } from './sound.ts'

/**
 * From the wizard to Google's page and back, in one browser: connected, or a sentence why not and a way to begin again.
 */

let desk: ConsentDesk
beforeAll(async () => {
  desk = await openConsentDesk()
})
afterAll(() => desk?.close())

test('Gmail: cancelled and with another account it says why, nothing is connected, and Begin again leads to a look, and that to “connected”', {
  timeout: 180_000,
}, async () => {
  const { gmail, docket, page, see, goToProvider, again, mailboxOf } = desk
  await gmail.deliver(account, mail(account, 'At Google before'))
  await page.goto(`${docket.url}/mailboxes/new`)
  await page.getByLabel('Address', { exact: true }).fill(account)
  await looksSound(page, 'kinds')
  await goToProvider('gmail')
  await see('Sign in to')
  await page.getByRole('link', { name: 'Cancel' }).click()
  await see('Nobody allowed Docket to read the account: at Google, Cancel was pressed.')
  await looksSound(page, 'gmail-cancelled')
  expect((await mailboxOf(account)).connection).toBeNull()

  await again()
  await goToProvider('gmail')
  await page.getByRole('button', { name: new RegExp(other) }).click()
  await see(`At Google, ${other} was signed in, but this mailbox is read as ${account}.`)
  await again()
  await goToProvider('gmail')
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
  const { gmail, docket, page, see, byKey, choose, mailboxOf } = desk
  const { id } = await mailboxOf(account)
  await ask(page, 'DELETE', `/mailboxes/${id}/connection`, {})
  await page.goto(`${docket.url}/mailboxes/new?mailbox_id=${id}`)
  await choose('gmail')
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
  await page.getByRole('button', { name: 'Allow sending at Google' }).first().click()
  await page.getByRole('link', { name: 'Cancel' }).click()
  await see('The connection was left as it was')
  await looksSound(page, 'gmail-cancelled-sending')
  await page.getByRole('link', { name: 'Back to the mailbox' }).click()
  await see('Allow sending at Google')
  await page.goto(`${docket.url}/mailboxes`)
  await see('Nothing leaves this mailbox')
  await looksSound(page, 'gmail-silent-list')
})

test('Gmail: another account is one key away from the look, and the access to this one is given back', async () => {
  const { gmail, docket, page, see, byKey, choose, mailboxOf } = desk
  const address = 'shop@acme.example'
  await page.goto(`${docket.url}/mailboxes/new`)
  await page.getByLabel('Address', { exact: true }).fill(address)
  await choose('gmail')
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
