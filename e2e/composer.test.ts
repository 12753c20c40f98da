import { createTransport } from 'nodemailer'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, until } from './desk.ts'
import { openBrowser, settle, unsound } from './looking.ts'
import { PostOffice } from './postOffice.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

let office: PostOffice
let docket: Running
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  office = await PostOffice.open()
  for (const one of ['ada@example.com', 'bob@example.net', 'eve@example.org', 'cy@example.com'])
    office.answerAt(one, () => [])
  docket = await startDocket({ SMTP_URL: office.url })
  browser = await openBrowser()
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  page = await context.newPage()
  await page.goto(docket.url)
  await page.getByLabel(/e-?mail/i).fill('admin@demo.localhost')
  await page.getByLabel(/password/i).fill(docket.password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page.waitForURL(/\/tickets/)
  await ask(page, 'PUT', '/signature', { html: '<div>{{agent.name}}</div>', body: '{{agent.name}}' })
})
afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  if (docket) removeDataDir(docket.dataDir)
  await office?.close()
  office?.mustBeWell()
})

/** A new mail to several people; its ticket, opened. */
async function arrives(subject: string): Promise<string> {
  const smtp = createTransport({ host: '127.0.0.1', port: docket.smtpPort, secure: false, ignoreTLS: true })
  await smtp.sendMail({
    from: 'Ada Lovelace <ada@example.com>',
    to: 'support@demo.localhost, Bob <bob@example.net>',
    cc: 'Eve <eve@example.org>',
    ...{ subject, text: 'It stopped.' },
  })
  let id = ''
  await until(async () => {
    const found = (await ask(page, 'GET', '/tickets')).items.find((one: { subject: string }) => one.subject === subject)
    id = found?.id ?? ''
    return id !== ''
  })
  return id
}
const go = async (id: string, at = page) => {
  await at.goto(`${docket.url}/tickets/${id}`)
  await at.getByText('It stopped.').last().waitFor()
  await at.getByRole('tab', { name: 'Reply' }).first().waitFor()
  await settle(at)
}
const words = (at = page) => at.locator('.ProseMirror')
const draftOf = async (id: string, kind = 'reply') =>
  (await ask(page, 'GET', `/tickets/${id}`)).drafts.find((one: { kind: string }) => one.kind === kind)
const lastOf = async (id: string) => (await ask(page, 'GET', `/tickets/${id}`)).messages.at(-1)
const paste = (types: Record<string, string>) =>
  words().evaluate((field, types) => {
    const clipboardData = new DataTransfer()
    for (const [type, text] of Object.entries(types)) clipboardData.setData(type, text)
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, types)

test('what is typed before the editor has come is not lost, and goes on in it', async () => {
  const id = await arrives('Slow line')
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route(/editor-.*\.js/, async (route) => {
    await held
    await route.continue()
  })
  await go(id)
  await page.keyboard.press('r')
  await page.keyboard.type('Dear Ada,\nplease w')
  expect(await words().count()).toBe(0)
  letGo()
  await words().waitFor()
  await page.keyboard.type('ait.')
  await until(async () => (await draftOf(id))?.body.startsWith('Dear Ada,\nplease wait.') ?? false)
  expect((await draftOf(id)).body).toMatch(/\n-- \nKim/)
  await page.unroute(/editor-.*\.js/)
})

test('a press below the words, where nothing stands, goes on above the signature', async () => {
  const id = await arrives('Below')
  await go(id)
  await words().waitFor()
  await page.keyboard.press('r')
  const { width, height } = (await words().boundingBox())!
  await words().click({ position: { x: width / 2, y: height - 2 } })
  await page.keyboard.type('Dear Ada')
  await words().click({ position: { x: width / 2, y: height - 2 } })
  await page.keyboard.type('hello.')
  await until(async () => /^Dear Ada\nhello\.\n-- \nKim/.test((await draftOf(id))?.body ?? ''))
})

test('shape by keys, a macro by a slash, everybody by a key: what leaves is what was seen', async () => {
  await ask(page, 'POST', '/macros', {
    ...{ name: 'Crank', html: '<div>Turn it, {{contact.first_name}}. {{contact.nme}}</div>', status: 'pending' },
    body: 'Turn it, {{contact.first_name}}. {{contact.nme}}',
  })
  const id = await arrives('Stuck')
  await go(id)
  await words().waitFor()
  await page.keyboard.press('a')
  await page.keyboard.type('See **this** now:\n- slowly\nagain\n\n')
  await page.keyboard.type('/')
  await page.getByPlaceholder('Which words?').fill('crank')
  await page.getByRole('option', { name: /Crank/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('Turn it, Ada.').waitFor()
  await page.getByText('To Ada Lovelace, Bob, cc Eve; 3 outside your company').waitFor()

  await page.keyboard.press('Control+Enter')
  await page.getByRole('alert').getByText('{{contact.nme}} stands for nothing here').waitFor()
  await page.keyboard.press('Control+Enter')
  await until(async () => (await lastOf(id)).direction === 'out')
  const sent = await lastOf(id)
  expect(sent.text).toMatch(/^See this now:\n- slowly\n- again\nTurn it, Ada\. \{\{contact\.nme\}\}\n+-- \nKim/)
  expect(sent.has_html).toBe(true)
  expect([sent.to, sent.cc].map((people) => people.map(({ address }: { address: string }) => address))).toEqual([
    ['ada@example.com', 'bob@example.net'],
    ['eve@example.org'],
  ])
  const { status, drafts } = await ask(page, 'GET', `/tickets/${id}`)
  expect([status, drafts]).toEqual(['pending', []])
})

test('Word’s lists are lists, Docs’ page is words, and plain text stays plain', async () => {
  const id = await arrives('Pasted')
  await go(id)
  await words().waitFor()
  await page.keyboard.press('r')
  await paste({
    'text/html': `<html><body><!--[if gte mso 9]><xml>x</xml><![endif]--><p class=MsoNormal style="color:red">One<o:p></o:p></p>
      <p class=MsoListParagraph style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">1.<span>  </span></span>first</p>
      <p class=MsoListParagraph style="mso-list:l0 level2 lfo1"><span style="mso-list:Ignore">a.</span>deep</p>
      <img src="http://tracker.example/x.gif"><b style="font-weight:normal" id="docs-internal-guid-1"><span style="font-weight:700">bold</span> thin</b></body></html>`,
    'text/plain': 'x',
  })
  await paste({ 'text/plain': '\nand **stars**\n\n- no list' })
  await until(async () => (await draftOf(id))?.body.includes('no list') ?? false)
  const { html, body } = await draftOf(id)
  expect(body).toContain('One\n1. first\n   1. deep\n')
  expect(body).toContain('bold thin')
  expect(html).toContain('<strong>bold</strong>')
  expect(html).not.toMatch(/tracker|style=|mso|<strong>stars/)
  expect(body).toContain('and **stars**\n\n- no list')
})

test('a wrong address is marked before anything leaves; a list is pasted as people', async () => {
  const id = await arrives('Addresses')
  await go(id)
  await page.keyboard.press('f')
  const to = page.getByRole('combobox', { name: 'To' })
  await to.fill('bo')
  await page.getByRole('option', { name: /bob@example.net/ }).waitFor()
  await page.keyboard.press('Enter')
  await to.fill('nobody,')
  await to.press('Tab')
  await page.getByTitle('“nobody” is no address').waitFor()
  await words().click()
  await page.keyboard.type('Look at this.')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('alert').getByText('“nobody” is no address').waitFor()
  await page.getByRole('button', { name: 'Remove nobody' }).click()
  await words().click()
  await page.keyboard.press('Control+Enter')
  await until(async () => (await lastOf(id)).direction === 'out')
  expect((await lastOf(id)).to).toMatchObject([{ address: 'bob@example.net' }])
})

test('whoever stands half typed in a field when the key to send is pressed gets it too', async () => {
  const id = await arrives('Half typed')
  await go(id)
  await words().waitFor()
  await page.keyboard.press('r')
  await page.keyboard.type('Here.')
  await page.getByRole('button', { name: 'Cc', exact: true }).click()
  await page.getByRole('combobox', { name: 'Cc', exact: true }).fill('bob@example.net')
  await page.keyboard.press('Control+Enter')
  await until(async () => (await lastOf(id)).direction === 'out')
  expect((await lastOf(id)).cc).toMatchObject([{ address: 'bob@example.net' }])
})

test('a comma ends a person, whichever keyboard it comes from, but not between quotation marks', async () => {
  const id = await arrives('Commas')
  await go(id)
  await words().waitFor()
  await page.keyboard.press('r')
  await page.getByRole('button', { name: 'Cc', exact: true }).click()
  const cc = page.getByRole('combobox', { name: 'Cc', exact: true })
  await cc.pressSequentially('bob@example.net,')
  await page.getByRole('button', { name: 'Remove bob@example.net' }).waitFor()
  // As a phone writes: the letters come, and no key is told.
  await page.keyboard.insertText('"Lovelace,')
  expect(await cc.inputValue()).toBe('"Lovelace,')
  await page.keyboard.insertText(' Ada" <ada@example.net>,')
  await page.getByRole('button', { name: 'Remove Lovelace, Ada' }).waitFor()
  expect(await cc.inputValue()).toBe('')
})

test('files and pictures are kept by the draft, whatever happens to the window', async () => {
  const id = await arrives('Files')
  await go(id)
  await words().waitFor()
  await page.keyboard.press('r')
  await page.keyboard.type('Here.')
  await page
    .getByLabel('Files to attach')
    .setInputFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('plan') })
  await page.getByRole('button', { name: 'Remove plan.txt' }).waitFor()
  await words().evaluate((field) => {
    const clipboardData = new DataTransfer()
    const bytes = Uint8Array.from(atob('R0lGODlhAQABAIAAAMTExAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=='), (c) =>
      c.charCodeAt(0),
    )
    clipboardData.items.add(new File([bytes], 'dot.gif', { type: 'image/gif' }))
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await words().locator('img[alt="dot.gif"]').waitFor()
  await until(async () => (await draftOf(id))?.html?.includes('src="cid:') ?? false)

  await go(id)
  await page.getByRole('button', { name: 'Remove plan.txt' }).waitFor()
  const picture = words().locator('img[alt="dot.gif"]')
  await picture.waitFor()
  await until(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth === 1))
  await words().click()
  await page.keyboard.press('Control+Enter')
  await until(async () => (await lastOf(id)).direction === 'out')
  expect((await lastOf(id)).attachments).toMatchObject([
    { filename: 'plan.txt', inline: false },
    { filename: 'dot.gif', inline: true },
  ])
})

test('two windows on one draft: the second is told, and offered both', async () => {
  const id = await arrives('Twice')
  const other = await context.newPage()
  await Promise.all([go(id), go(id, other)])
  await Promise.all([words().waitFor(), words(other).waitFor()])
  await page.keyboard.press('r')
  await page.keyboard.type('From the first')
  await until(async () => (await draftOf(id))?.body.startsWith('From the first') ?? false)
  await other.keyboard.press('r')
  await other.keyboard.type('From the second')
  const notice = other.getByText('Another window has changed this draft since')
  await notice.waitFor()
  expect((await draftOf(id)).body).toMatch(/^From the first/)
  await other.getByRole('button', { name: 'Keep mine' }).click()
  await until(async () => (await draftOf(id)).body.startsWith('From the second'))

  await page.bringToFront()
  await words().click()
  await page.keyboard.type('!')
  await page.getByRole('button', { name: 'Take that one' }).click()
  await page.locator('.ProseMirror', { hasText: 'From the second' }).waitFor()

  // What one of them sends is no draft of the other any more.
  await page.keyboard.press('Control+Enter')
  await until(async () => (await lastOf(id)).direction === 'out')
  await other.locator('.ProseMirror', { hasText: 'From the second' }).waitFor({ state: 'detached' })
  expect(await draftOf(id)).toBeUndefined()
  await other.close()
})

test('a new mail to somebody opens a ticket', async () => {
  await page.goto(docket.url)
  await page.getByRole('heading', { name: 'Inbox' }).waitFor()
  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: 'New mail' })
  await dialog.getByRole('combobox', { name: 'To' }).fill('cy@example.com,')
  await dialog.locator('.ProseMirror').click()
  await page.keyboard.type('It is ready.')
  await dialog.getByText('To cy@example.com').waitFor()
  await page.keyboard.press('Control+Enter')
  await dialog.getByRole('alert').getByText('Say what it is about.').waitFor()
  await dialog.getByLabel('Subject').fill('Your lamp')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: /Your lamp/ }).waitFor()
  const [ticket] = (await ask(page, 'GET', '/tickets')).items
  expect(ticket).toMatchObject({ subject: 'Your lamp', requester: { email: 'cy@example.com' } })
})

test('two windows on one new mail: the second is told, nothing typed is lost, and one mail leaves', async () => {
  const elsewhere = await browser.newContext({ storageState: await context.storageState() })
  const other = await elsewhere.newPage()
  const mailIn = (at: Page) => at.getByRole('dialog', { name: 'New mail' })
  const wordsIn = (at: Page) => mailIn(at).locator('.ProseMirror')
  const begin = async (at: Page) => {
    await at.goto(docket.url)
    await at.getByRole('heading', { name: 'Inbox' }).waitFor()
    await at.keyboard.press('c')
    await wordsIn(at).waitFor()
  }
  const add = async (at: Page, more: string) => {
    await wordsIn(at).locator('div').first().click()
    await at.keyboard.press('End')
    await at.keyboard.type(more)
  }
  const onServer = async () => (await ask(page, 'GET', '/new-mails')).items.filter(isOnce)
  const says = (body: string) => until(async () => (await onServer())[0]?.body.startsWith(body) ?? false)

  await begin(page)
  await mailIn(page).getByRole('combobox', { name: 'To' }).fill('cy@example.com,')
  await mailIn(page).getByLabel('Subject').fill('Once')
  await add(page, 'From the first')
  await says('From the first')
  await begin(other)
  await mailIn(other).getByRole('region', { name: 'Not sent yet' }).getByRole('button', { name: /^Once/ }).click()
  await add(other, ' and the second')
  await says('From the first and the second')

  await add(page, ', once more')
  await mailIn(page).getByText('Another window has changed this draft since').waitFor()
  await mailIn(page).getByText('From the first and the second').waitFor()
  expect(await mailIn(page).getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true)
  expect((await onServer())[0].body).toMatch(/^From the first and the second/)
  // Whoever loads the page anew before choosing still has both.
  await begin(page)
  await mailIn(page).getByRole('region', { name: 'Not sent yet' }).getByRole('button', { name: /^Once/ }).click()
  await mailIn(page).getByRole('button', { name: 'Keep mine' }).click()
  await says('From the first, once more')
  await add(other, '!')
  await mailIn(other).getByRole('button', { name: 'Take that one' }).click()
  await wordsIn(other).getByText('From the first, once more').waitFor()

  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: /Once/ }).waitFor()
  await other.keyboard.press('Control+Enter')
  await mailIn(other).getByText('This draft was sent or thrown away in another window.').waitFor()
  expect(await unsound(other)).toEqual([])
  await wordsIn(other).getByText('From the first, once more').waitFor()
  await mailIn(other).getByRole('button', { name: 'Keep mine' }).click()
  await says('From the first, once more')
  expect((await ask(page, 'GET', '/outbox')).items.filter(isOnce)).toHaveLength(1)
  expect((await ask(page, 'GET', '/tickets')).items.filter(isOnce)).toHaveLength(1)
  await elsewhere.close()
})
const isOnce = ({ subject }: { subject: string }) => subject === 'Once'

test('nothing bars a screen reader: composer, settings, in both themes', async () => {
  const id = await arrives('Heard')
  await go(id)
  await words().waitFor()
  await page.keyboard.press('a')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await unsound(page)).toEqual([])
  }
  for (const section of ['signature', 'macros']) {
    await page.goto(`${docket.url}/settings/${section}`)
    await page
      .getByRole('heading', { name: /signature|macros/i })
      .last()
      .waitFor()
    expect(await unsound(page)).toEqual([])
  }
})
