import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, seedDesk, until } from './desk.ts'
import { openBrowser, settle, unsound } from './looking.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

let docket: Running
let browser: Browser
let page: Page

beforeAll(async () => {
  docket = await startDocket({ DOCKET_UNDO_SECONDS: '30' })
  browser = await openBrowser()
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  page = await context.newPage()
  await page.goto(docket.url)
  await page.getByLabel(/e-?mail/i).fill('admin@demo.localhost')
  await page.getByLabel(/password/i).fill(docket.password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page.waitForURL(/\/tickets/)
})
afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  if (docket) removeDataDir(docket.dataDir)
})

const words = () => page.locator('.ProseMirror')
/** The newest: its words stand in a frame of their own. */
const message = () => page.getByRole('article', { name: /^Message by/ }).last()
const leaving = () => message().getByText(/Leaves in \d+ s/)

test('a reply is taken back by key, also after the page was loaded anew, and its words are the draft again', async () => {
  const { ticketId } = await seedDesk(docket, page)
  await page.goto(`${docket.url}/tickets/${ticketId}`)
  await page.getByRole('tab', { name: 'Reply' }).waitFor()
  await settle(page)
  const send = async () => {
    await page.keyboard.press('r')
    await words().waitFor()
    await words().click()
    if (!(await words().textContent())?.trim()) await page.keyboard.type('Try the other crank.')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await leaving().waitFor()
    await page.getByText('Your mail leaves in a moment').waitFor()
  }
  await send()
  await page.locator('body').press('z')
  await leaving().waitFor({ state: 'detached' })
  await page.getByText('took a reply back before it left').waitFor()
  await words().getByText('Try the other crank.').waitFor()

  await send()
  await page.reload()
  await message().getByRole('button', { name: 'Undo' }).click()
  await leaving().waitFor({ state: 'detached' })
  await words().getByText('Try the other crank.').waitFor()
})

const newMail = () => page.getByRole('dialog', { name: 'New mail' })
const offer = () => newMail().getByRole('region', { name: 'Not sent yet' })
const begin = async () => {
  await page.goto(`${docket.url}/tickets`)
  await page.getByRole('heading', { name: 'Inbox' }).waitFor()
  await page.keyboard.press('c')
  await newMail().waitFor()
}
const unfinished = async () => (await ask(page, 'GET', '/new-mails')).items as { subject: string; body: string }[]

test('a new mail is taken back by key: the ticket is gone, and the mail stands open again with all that was in it', async () => {
  await ask(page, 'POST', '/macros', { name: 'Crank', html: '<div>Turn it.</div>', body: 'Turn it.', status: 'open' })
  await begin()
  await newMail().getByRole('combobox', { name: 'To' }).fill('cy@example.com,')
  await newMail().getByRole('combobox', { name: 'Cc', exact: true }).fill('bo@example.com,')
  await newMail().getByRole('combobox', { name: 'Bcc' }).fill('di@example.com,')
  await newMail().getByLabel('Subject').fill('Your crank')
  await newMail()
    .getByLabel('Files to attach')
    .setInputFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('plan') })
  await newMail().getByRole('button', { name: 'Remove plan.txt' }).waitFor()
  await words().click()
  await page.keyboard.type('It is **ready** now.')
  await newMail().getByRole('button', { name: 'Insert a macro' }).click()
  await page.getByPlaceholder('Which words?').fill('crank')
  await page.getByRole('option').first().waitFor()
  await page.keyboard.press('Enter')
  await newMail().getByText('Sets open').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText('Your mail leaves in a moment').waitFor()
  await page.getByRole('heading', { name: /Your crank/ }).waitFor()
  const gone = page.url()
  const colleague = await page.context().newPage()
  await colleague.goto(gone)
  await colleague.getByRole('heading', { name: /Your crank/ }).waitFor()

  await page.locator('body').press('z')
  await newMail().waitFor()
  await newMail().getByText('Sets open').waitFor()
  await words().locator('strong', { hasText: 'ready' }).waitFor()
  await words().getByText('Turn it.').waitFor()
  for (const one of ['cy@example.com', 'bo@example.com', 'di@example.com', 'plan.txt'])
    await newMail()
      .getByRole('button', { name: `Remove ${one}` })
      .waitFor()
  expect(await newMail().getByLabel('Subject').inputValue()).toBe('Your crank')
  expect((await ask(page, 'GET', '/tickets')).items).not.toContainEqual(
    expect.objectContaining({ subject: 'Your crank' }),
  )
  await colleague.getByRole('heading', { name: 'This ticket is gone' }).waitFor()
  await colleague.getByText(/took the mail that opened #\d+ back before it left/).waitFor()
  await colleague.close()
})

test('what is begun is on the server at once, is offered with the next, and goes on where it was', async () => {
  await begin()
  await newMail().getByLabel('Subject').fill('Half a mail')
  await until(async () => (await unfinished()).some(({ subject }) => subject === 'Half a mail'))
  await page.keyboard.press('Escape')
  await page.getByText('Not sent, and kept').waitFor()

  await begin()
  await offer().waitFor()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await unsound(page)).toEqual([])
  }
  await offer().getByRole('button', { name: 'Half a mail', exact: false }).first().click()
  expect(await newMail().getByLabel('Subject').inputValue()).toBe('Half a mail')
  await words().click()
  await page.keyboard.type('Now whole')
  await until(async () =>
    (await unfinished()).some(({ subject, body }) => subject === 'Half a mail' && body.startsWith('Now whole')),
  )
  expect((await unfinished()).filter(({ subject }) => subject === 'Half a mail')).toHaveLength(1)
})

test('a new mail leaves at an hour that is chosen, at once when told to, and is called off like a reply', async () => {
  const write = async (subject: string) => {
    await begin()
    await newMail().getByRole('combobox', { name: 'To' }).fill('cy@example.com,')
    await newMail().getByLabel('Subject').fill(subject)
    await words().click()
    await page.keyboard.type('Later.')
    await newMail().getByRole('button', { name: 'Send later' }).click()
    await page.getByRole('menuitem', { name: /Tomorrow/ }).click()
    await page.getByRole('heading', { name: subject }).waitFor()
    await message()
      .getByText(/Leaves (tomorrow|\w)/)
      .waitFor()
  }
  await write('In the morning')
  await message().getByRole('button', { name: 'Send now' }).click()
  await message().getByRole('button', { name: 'Send now' }).waitFor({ state: 'detached' })

  await write('Never mind')
  await message().getByRole('button', { name: 'Cancel' }).click()
  await newMail().waitFor()
  expect(await newMail().getByLabel('Subject').inputValue()).toBe('Never mind')
})

test('a reply that its mailbox cannot send says on the message why it waits, and until when', async () => {
  const [box] = (await ask(page, 'GET', '/mailboxes')).items
  // Nobody listens there.
  const server = { kind: 'smtp', host: '127.0.0.1', port: 9, security: 'none' }
  await ask(page, 'PUT', `/mailboxes/${box.id}/way-out`, server)
  await ask(page, 'PUT', '/me/sending', { undo_seconds: 0 })
  const { id } = await ask(page, 'POST', '/tickets', {
    ...{ subject: 'Is it on?', body: 'It is dark here.', requester: { email: 'eve@example.com', name: 'Eve' } },
  })
  await ask(page, 'POST', `/tickets/${id}/replies`, { body: 'Please look at the plug.' })
  await page.goto(`${docket.url}/tickets/${id}`)
  await message().getByText('Nothing answers at 127.0.0.1, port 9.').waitFor()
  await message()
    .getByText(/^Leaves (in \d+ s|today|tomorrow)/)
    .waitFor()
  await settle(page)
  expect(await unsound(page)).toEqual([])
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/waiting.png` })
})
