import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Dovecot, hasDovecot, openDovecot } from '../server/test/dovecot.ts'
import { ask, until } from './desk.ts'
import { openBrowser, openWindow, settle, sizes, themes, unsound, watch } from './looking.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

/**
 * A company connects the inbox it has: by keyboard from the address to the first live ticket, through trouble and back.
 */

if (!hasDovecot) console.log('Skipped: there is no dovecot here to connect a mailbox to.')

describe.skipIf(!hasDovecot)('a mailbox at a provider', () => {
  let docket: Running
  let dovecot: Dovecot
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    ;[docket, dovecot, browser] = await Promise.all([startDocket(), openDovecot(), openBrowser()])
    page = watch(await (await openWindow(browser, 'light', 'wide')).newPage())
    await page.goto(`${docket.url}/sign-in`)
    await page.getByLabel(/e-?mail/i).fill('admin@demo.localhost')
    await page.getByLabel(/password/i).fill(docket.password)
    await page.getByRole('button', { name: /sign in/i }).click()
    await page.waitForURL(/\/tickets/)
    for (let n = 6; n >= 1; n--)
      await dovecot.deliver('help', mail(`Old matter ${n}`), { at: new Date(Date.now() - n * 86_400_000) })
    await dovecot.as('help', async (client) => {
      for (const folder of ['Desk', 'Sent', 'Ungelesene Anfragen aus dem alten Postfach'])
        await client.mailboxCreate(folder)
    })
    await dovecot.deliver('help', mail('A matter of the desk'), { folder: 'Desk' })
  })
  afterAll(async () => {
    await browser?.close()
    await docket?.stop()
    await dovecot?.close()
    if (docket) removeDataDir(docket.dataDir)
  })

  const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
  const key = (name: string) => page.keyboard.press(name)
  const type = (text: string) => page.keyboard.type(text)
  const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click()
  const mailbox = async () =>
    (await ask(page, 'GET', '/mailboxes')).items.find(
      ({ address }: { address: string }) => address === 'help@acme.example',
    )

  let shots = 0
  /** In both themes, on a desk and in a hand. */
  async function looksSound(): Promise<void> {
    shots++
    const was = page.viewportSize()!
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme })
      for (const [name, size] of Object.entries(sizes)) {
        await page.setViewportSize(size)
        await settle(page)
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}-${shots}-${theme}-${name}.png` })
        await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
      }
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize(was)
  }

  test('from the address to the first live ticket by keyboard alone; faults stand at their fields and lose nothing', async () => {
    await key('g')
    await key('m')
    await page.getByRole('heading', { name: 'Mailboxes' }).waitFor()
    await see('Delivered by SMTP')
    await looksSound()
    await key('Shift+W')
    await page.getByLabel('Address', { exact: true }).waitFor()
    await type('help@acme.example')
    await key('Tab')
    await type('Acme help')
    await looksSound()
    await key('Enter')

    await see('Where the mail of help@acme.example lies')
    await page.getByLabel('Server').focus()
    await key('Control+a')
    await type('127.0.0.1')
    await key('Tab')
    await key('Control+a')
    await type(String(dovecot.port))
    await key('Tab')
    await key('Enter')
    await page.getByRole('menuitemradio', { name: /None/ }).waitFor()
    await key('End')
    await key('Enter')
    await page.getByRole('menu').waitFor({ state: 'detached' })
    await page.getByLabel('User').focus()
    await key('Control+a')
    await type('help')
    await key('Tab')
    await type('not the password')
    await key('Enter')
    await page.locator('[aria-invalid=true]').waitFor()
    expect(await page.locator('[aria-invalid=true]').getAttribute('type')).toBe('password')
    await see(/does not accept this user and password/)
    await looksSound()
    expect(await page.getByLabel('Server').inputValue()).toBe('127.0.0.1')

    await page.getByLabel('Password').focus()
    await key('Control+a')
    await type(dovecot.password)
    await key('Enter')
    await see('The newest mails there')
    for (const n of [1, 2, 3, 4, 5]) await see(`Old matter ${n}`)
    expect(await page.getByText('Old matter 6').count()).toBe(0)
    expect(await mailbox()).toBeUndefined()
    await page.getByRole('checkbox', { name: 'Desk' }).focus()
    await key('Space')
    await key('Enter')
    await see('Desk holds 1 mail.')
    expect(await page.getByRole('checkbox', { name: 'Desk' }).isChecked()).toBe(true)
    await looksSound()
    await page.getByLabel('Password').focus()
    await key('Enter')

    await see('How much of the past comes along?')
    await looksSound()
    await key('ArrowDown')
    await key('Enter')
    await page.waitForURL(/\/mailboxes\/connected\?mailbox_id=/)
    await see('help@acme.example is connected')
    await until(async () => (await mailbox()).last_day.done === 7)
    await dovecot.deliver('help', mail('A live matter'))
    await page.getByRole('link', { name: /A live matter/ }).waitFor()
    await looksSound()
  })

  test('a password that is taken back turns the row red with its sentence, and connecting anew heals it', async () => {
    await page.goto(`${docket.url}/mailboxes`)
    await see(/^Live/)
    await looksSound()
    await takeBackPassword(dovecot, 'another password')
    await see('Refused')
    await see(/does not accept this user and password.*No mail comes in until somebody changes it/)
    await looksSound()

    await page.getByRole('link', { name: 'help@acme.example' }).click()
    await press('Change password or server…')
    await page.getByRole('dialog').getByLabel('Password').fill('still wrong')
    await press('Try and save')
    await page
      .getByRole('dialog')
      .getByText(/does not accept/)
      .waitFor()
    await looksSound()
    await page.getByRole('dialog').getByLabel('Password').fill('another password')
    await press('Try and save')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await until(async () => (await mailbox()).connection.state === 'live')
    await see('Connected anew by Kim Lindqvist')
    await see('Refused by the provider')
    await looksSound()
  })

  test('paused by key it says until when and by whom; resumed it is live again; the menu brings, checks and disconnects', async () => {
    await key('Shift+P')
    await see(/Paused until .* by Kim Lindqvist/)
    await looksSound()
    await key('Shift+P')
    await until(async () => (await mailbox()).connection.state === 'live')
    await key('Shift+C')
    await page.getByRole('dialog').getByText('The newest mails there').waitFor()
    await looksSound()
    await key('Escape')
    await key('Shift+B')
    await press('Bring it')
    await see('Older mail has been brought')
    await press('More')
    await page.getByRole('menuitem', { name: 'Disconnect…' }).waitFor()
    await looksSound()
    await key('Escape')
  })

  test('under the shadow nothing can be believed to have left: page, ticket and composer say so', async () => {
    await press('Turn on…')
    await looksSound()
    await press('Let nothing leave')
    await see('Shadow mode: mail comes in, nothing leaves.')
    await looksSound()
    const { items } = await ask(page, 'GET', '/tickets')
    const live = items.find(({ subject }: { subject: string }) => subject === 'A live matter')
    await page.goto(`${docket.url}/tickets/${live.id}`)
    await see('help@acme.example is in shadow mode: nothing leaves.')
    await key('r')
    await page.getByLabel('Reply to', { exact: false }).fill('Dear Ada, it is on its way.')
    await see(/Not sent: help@acme.example is in shadow mode/)
    expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true)
    await looksSound()
    await key('Control+Enter')
    await settle(page)
    expect((await ask(page, 'GET', '/outbox')).items).toEqual([])
  })
})

/**
 * The user gets another password, as their administrator would give them; who asks whether the server is up keeps
 * theirs.
 */
async function takeBackPassword(dovecot: Dovecot, next: string): Promise<void> {
  const home = join(dovecot.mailDir('help'), '../..')
  const [conf, users] = [join(home, 'dovecot.conf'), join(home, 'users')]
  writeFileSync(users, `help:{PLAIN}${next}\nprobe:{PLAIN}${dovecot.password}\n`, { mode: 0o644 })
  const passdb = `passdb {\n  driver = passwd-file\n  args = ${users}\n}\n`
  writeFileSync(conf, readFileSync(conf, 'utf8').replace(/passdb \{\n {2}driver = static[^}]*\}\n/, passdb))
  await dovecot.stop()
  await dovecot.start()
}

const mail = (subject: string) =>
  `From: Ada <ada@customer.example>\r\nTo: help@acme.example\r\nSubject: ${subject}\r\n` +
  `Message-ID: <${subject.replaceAll(' ', '-')}@customer.example>\r\n\r\nIt is about ${subject}.\r\n`
