import { createTransport } from 'nodemailer'
import type { Browser, Page } from 'playwright-core'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { watchLeaving } from '../server/test/strict/watching.ts'
import { openBrowser } from './looking.ts'
import { freePort, type Running, removeDataDir, startDocket } from './server.ts'

/** Another company's mail server: what Docket sends arrives here. */
const received: string[] = []
let other: SMTPServer
let docket: Running
let browser: Browser
let page: Page

beforeAll(async () => {
  other = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const mail = Buffer.concat(chunks)
        watchLeaving(mail, 'smtp')
        received.push(mail.toString())
        done()
      })
    },
  })
  const port = await freePort()
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
  docket = await startDocket({ SMTP_URL: `smtp://127.0.0.1:${port}` })
  browser = await openBrowser()
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
})

afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  await new Promise<void>((resolve) => other.close(() => resolve()))
  if (docket) removeDataDir(docket.dataDir)
})

const write = (mail: { subject: string; text: string; inReplyTo?: string; references?: string; to?: string }) =>
  createTransport({ host: '127.0.0.1', port: docket.smtpPort, secure: false, ignoreTLS: true }).sendMail({
    from: 'Ada Lovelace <ada@example.com>',
    to: 'support@demo.localhost',
    ...mail,
  })

test('first mail → live ticket → reply → delivered to another server → the answer joins the ticket', async () => {
  await page.goto(docket.url)
  await page.getByLabel(/e-?mail/i).fill('admin@demo.localhost')
  await page.getByLabel(/password/i).fill(docket.password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page.waitForURL(/\/tickets/)

  await write({ subject: 'The analytical engine is stuck', text: 'It stopped at Bernoulli number eight.\n\nAda' })
  const row = page.getByText('The analytical engine is stuck').first()
  await row.waitFor({ timeout: 15_000 })
  await row.click()
  await page.getByText('It stopped at Bernoulli number eight.').last().waitFor()

  await expect.poll(() => received.length, { timeout: 20_000 }).toBe(1)
  const acknowledged = await PostalMime.parse(received[0]!)
  expect(acknowledged.subject).toBe('We have your message (no. 1)')
  expect(acknowledged.to?.[0]?.address).toBe('ada@example.com')

  await page.keyboard.press('r')
  await page.locator('.ProseMirror').click()
  await page.keyboard.type('Please turn the crank once more.')
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => received.length, { timeout: 20_000 }).toBe(2)

  const sent = await PostalMime.parse(received[1]!)
  expect(sent.to?.[0]?.address).toBe('ada@example.com')
  expect(sent.subject).toBe('Re: The analytical engine is stuck')
  expect(sent.text).toContain('Please turn the crank once more.')
  expect(sent.text).toContain('> It stopped at Bernoulli number eight.')
  expect(sent.inReplyTo).toBeTruthy()
  const named = new Map(sent.headers.map(({ key, value }) => [key, value]))
  expect(named.get('x-docket-ticket-id')).toBeTruthy()
  expect(named.get('x-docket-message-id')).toBeTruthy()

  await write({
    subject: sent.subject!,
    text: 'It turns again, thank you!',
    inReplyTo: sent.messageId!,
    references: sent.references!,
  })
  await page.getByText('It turns again, thank you!').last().waitFor({ timeout: 15_000 })
  // Our words stand in a frame of their own, as those of any mail with HTML.
  const inFrames = page.frames().map((frame) => frame.getByText('Please turn the crank once more.').count())
  expect(Math.max(...(await Promise.all(inFrames)))).toBeGreaterThan(0)
})

test('after a restart the ticket is still there, and nothing is left running in between', async () => {
  expect(await docket.stop()).toBe(0)
  docket = await startDocket({}, docket.dataDir)
  await page.goto(`${docket.url}/tickets`)
  await expect
    .poll(() => page.getByText('The analytical engine is stuck').count(), { timeout: 15_000 })
    .toBeGreaterThan(0)
})
