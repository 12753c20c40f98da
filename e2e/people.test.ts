import { Secret, TOTP } from 'otpauth'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, openWindow, settle, unsound } from './looking.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

/** A company's first day: one person sets Docket up, another is invited, guards the account, loses a laptop. */
let docket: Running
let browser: Browser
let anas: Page
let kims: Page
let kimsLaptop: BrowserContext
let link: string
let authenticator: TOTP
let recoveryCodes: string[]

const kim = { email: 'kim@acme.example', password: 'seven rusty bicycles' }

beforeAll(async () => {
  docket = await startDocket({ DOCKET_DEMO: 'false' })
  browser = await openBrowser()
  anas = await (await openWindow(browser, 'light', 'wide')).newPage()
  kimsLaptop = await openWindow(browser, 'dark', 'wide')
  kims = await kimsLaptop.newPage()
})

afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  if (docket) removeDataDir(docket.dataDir)
})

const fill = async (page: Page, form: Record<string, string>) => {
  for (const [label, value] of Object.entries(form)) await page.getByLabel(label, { exact: true }).fill(value)
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const see = (page: Page, text: string) => page.getByText(text).first().waitFor()

test('the first visitor is led to the setup, is told what is wrong beside the field, and begins in an inbox that teaches', async () => {
  await anas.goto(docket.url)
  await anas.waitForURL(/\/setup$/)
  for (const theme of ['light', 'dark'] as const) await looksSound(`${docket.url}/setup`, theme)
  await fill(anas, {
    Organisation: 'Acme',
    'Your name': 'Ana Ruiz',
    'Your e-mail': 'ana@acme.example',
    Password: 'short',
    'Support address': 'support@acme.example',
  })
  await press(anas, 'Begin')
  await see(anas, 'Must have at least 10 characters.')
  await fill(anas, { Password: 'correct horse battery staple' })
  await press(anas, 'Begin')
  await anas.waitForURL(/\/tickets/)
  await see(anas, 'The first ticket is one mail away')
  await see(anas, 'support@acme.example')
})

test('the setup is closed behind the first administrator', async () => {
  await kims.goto(`${docket.url}/setup`)
  await see(kims, 'Docket is set up already')
})

test('the administrator reaches the settings by keys, invites an agent, and has the link to hand over', async () => {
  await anas.keyboard.press('g')
  await anas.keyboard.press('s')
  await anas.waitForURL(/\/settings\/profile/)
  await anas.getByRole('link', { name: 'People' }).click()
  await press(anas, 'Invite')
  const dialog = anas.getByRole('dialog')
  await dialog.getByLabel('E-mail').fill(kim.email)
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
  const line = dialog.locator('code')
  await line.waitFor()
  link = (await line.textContent()) ?? ''
  expect(link).toContain('/invitation?token=')
  await press(anas, 'Done')
  await anas.getByRole('list', { name: 'Invitations' }).getByText(kim.email).waitFor()
})

test('the invited one joins with a name and a password; the link then is over', async () => {
  await kims.goto(link)
  await see(kims, 'Join Acme')
  await looksSound(link, 'dark')
  await fill(kims, { 'Your name': 'Kim Lindqvist', Password: kim.password })
  await press(kims, 'Join Acme')
  await kims.waitForURL(/\/tickets/)

  const other = await (await openWindow(browser, 'light', 'phone')).newPage()
  await other.goto(link)
  await see(other, 'This invitation is over')
  await other.context().close()
})

test('the agent has no people and no audit log, in the settings or by their address', async () => {
  await kims.goto(`${docket.url}/settings/people`)
  await see(kims, 'There is no such setting')
  expect(await kims.getByRole('navigation', { name: 'Settings' }).getByRole('link').allTextContents()).toEqual([
    'Profile',
    'Security',
    'Notifications',
    'Signature',
    'Macros',
    'API tokens',
    'Blocked senders',
    'Roles',
  ])
})

test('a second factor is switched on with the secret of the page and a code of the phone', async () => {
  await kims.goto(`${docket.url}/settings/security`)
  await press(kims, 'Switch on')
  const dialog = kims.getByRole('dialog')
  await dialog.getByRole('img', { name: /code for its camera/ }).waitFor()
  const secret = (await dialog.locator('code').textContent()) ?? ''
  authenticator = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(/\s/g, '')) })

  await dialog.getByLabel('Code', { exact: true }).fill('000000')
  await dialog.getByRole('button', { name: 'Switch on' }).click()
  await see(kims, 'Is not right; wait for the next one.')
  await dialog.getByLabel('Code', { exact: true }).fill(authenticator.generate())
  await dialog.getByRole('button', { name: 'Switch on' }).click()
  const codes = kims.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await codes.first().waitFor()
  recoveryCodes = await codes.allTextContents()
  expect(new Set(recoveryCodes).size).toBeGreaterThanOrEqual(8)
  await press(kims, 'I have kept them')
  await kims.getByRole('button', { name: 'Switch off' }).waitFor()
})

test('signing in leads to no other site, however its address is hidden', async () => {
  const page = await (await openWindow(browser, 'light', 'wide')).newPage()
  const leads = async (next: string) => {
    await page.goto(`${docket.url}/sign-in?next=${next}`)
    await page.getByLabel('Password', { exact: true }).waitFor()
    return (await page.getByText('Then on to where you were going.').count()) > 0
  }
  expect(await leads('/tickets?q=printer')).toBe(true)
  for (const next of [
    '//evil.example',
    '/%09/evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/%0a/evil.example',
  ])
    expect([next, await leads(next)]).toEqual([next, false])
  await page.context().close()
})

test('signing in again takes password and code', async () => {
  await kims.getByRole('button', { name: /Kim Lindqvist/ }).click()
  await kims.getByRole('menuitem', { name: 'Sign out' }).click()
  await kims.waitForURL(/\/sign-in/)
  // The code of this half minute was used; that of the next is as good, for the clock of a phone may be fast.
  await signIn(kims, authenticator.generate({ timestamp: Date.now() + 30_000 }))
  await kims.waitForURL(/\/tickets/)
})

test('a session that is revoked from another browser is out at once, and comes back to where it was', async () => {
  await kims.goto(`${docket.url}/settings/roles`)
  await see(kims, 'Read who signed in')
  const phone = await (await openWindow(browser, 'dark', 'phone')).newPage()
  await phone.goto(`${docket.url}/settings/security`)
  await phone.waitForURL(/\/sign-in/)
  await signIn(phone, recoveryCodes[0]!)
  await phone.waitForURL(/\/settings\/security/)

  await phone.getByRole('button', { name: /^Sign out Chrome on Linux/ }).click()
  await kims.waitForURL(/\/sign-in\?next=%2Fsettings%2Froles/, { timeout: 10_000 })
  await phone.context().close()
})

test('all of it stands in the audit log, which is filtered in the address', async () => {
  await anas.goto(`${docket.url}/settings/audit`)

  for (const deed of ['set up the organisation', 'invited somebody', 'accepted an invitation', 'ended a session'])
    await see(anas, deed)
  await anas.getByRole('button', { name: 'What Everything' }).click()
  await anas.getByRole('menuitemradio', { name: 'Invitations' }).click()
  await anas.waitForURL(/type=invitation/)
  await anas.getByText('ended a session').first().waitFor({ state: 'detached' })
  await see(anas, 'invited somebody')
})

test('an API token is shown once, works as long as it is there, and is refused when it is revoked', async () => {
  await anas.goto(`${docket.url}/settings/tokens`)
  await press(anas, 'New token')
  const dialog = anas.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Status page')
  await dialog.getByRole('checkbox', { name: 'ticket.see' }).check()
  await press(anas, 'Make the token')
  const token = (await dialog.locator('code').textContent()) ?? ''
  await press(anas, 'I have kept it')
  const asked = async (path: string) =>
    (await fetch(`${docket.url}/api${path}`, { headers: { authorization: `Bearer ${token}` } })).status
  expect(await asked('/tickets')).toBe(200)
  expect(await asked('/audit')).toBe(403)

  await anas.getByRole('button', { name: 'Revoke Status page' }).click()
  await anas.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await see(anas, 'Status page is revoked')
  expect(await asked('/tickets')).toBe(401)
})

test('somebody who is switched off is out at once; the last administrator cannot be', async () => {
  await signIn(kims, recoveryCodes[1]!)
  await kims.waitForURL(/\/settings\/roles/)
  await anas.goto(`${docket.url}/settings/people`)
  const off = async (name: string) => {
    await anas.getByRole('button', { name: `More for ${name}` }).click()
    await anas.getByRole('menuitem', { name: 'Switch off…' }).click()
    await anas.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click()
  }
  await off('Kim Lindqvist')
  await kims.waitForURL(/\/sign-in/, { timeout: 10_000 })
  await see(anas, 'Switched off')
  await off('Ana Ruiz')
  await anas.waitForTimeout(1500)
  await anas.screenshot({ path: '/tmp/off.png' })
  await see(anas, 'Make somebody else an administrator first.')
})

/** A page that only the first day has, on a phone. */
async function looksSound(address: string, theme: 'light' | 'dark'): Promise<void> {
  const page = await (await openWindow(browser, theme, 'phone')).newPage()
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await settle(page)
  await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
  await page.context().close()
}

async function signIn(page: Page, code: string): Promise<void> {
  await fill(page, { 'E-mail': kim.email, Password: kim.password })
  await press(page, 'Sign in')
  await page.getByLabel('Code', { exact: true }).fill(code)
  await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
  await press(page, 'Continue')
}
