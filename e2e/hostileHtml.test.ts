import { createTransport } from 'nodemailer'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, until } from './desk.ts'
import { ownPayloads, publishedPayloads } from './hostilePayloads.ts'
import { openBrowser, openWindow } from './looking.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

const own = ownPayloads()
const published = publishedPayloads()
if (published.length === 0) console.info('The published payloads are not here: only our own are opened.')
const all = [...published, ...own]
const perMail = 220

type Mail = { ticketId: string; messageId: string; payloads: string[] }
let docket: Running
let browser: Browser
let agents: BrowserContext
const mails: Mail[] = []

beforeAll(async () => {
  docket = await startDocket()
  browser = await openBrowser()
  agents = await openWindow(browser, 'light', 'wide')
  const page = await agents.newPage()
  await page.goto(docket.url)
  await page.getByLabel(/e-?mail/i).fill('admin@demo.localhost')
  await page.getByLabel(/password/i).fill(docket.password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page.waitForURL(/\/tickets/)
  for (let from = 0; from < all.length; from += perMail) await send(all.slice(from, from + perMail), from / perMail)
  const wanted = Math.ceil(all.length / perMail)
  await until(async () => (await ask(page, 'GET', '/tickets?limit=100')).items.length === wanted)
  for (const { id, subject } of (await ask(page, 'GET', '/tickets?limit=100')).items) {
    const { messages } = await ask(page, 'GET', `/tickets/${id}`)
    const batch = Number(/\d+/.exec(subject)?.[0])
    mails.push({ ticketId: id, messageId: messages[0].id, payloads: all.slice(batch * perMail, (batch + 1) * perMail) })
  }
  await page.close()
})

afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  if (docket) removeDataDir(docket.dataDir)
})

test('S4: a thousand hostile mail bodies, opened as an agent opens them, run nothing, fetch nothing and lead nowhere', async () => {
  expect(own.length).toBeGreaterThan(340)
  if (published.length > 0) expect(all.length).toBeGreaterThanOrEqual(1000)
  let opened = 0
  let asked = 0
  for (const { ticketId, messageId, payloads } of mails) {
    const page = await agents.newPage()
    const seen = await listen(page)
    await page.goto(`${docket.url}/tickets/${ticketId}`)
    const body = page.frameLocator('article.message iframe').first()
    await body.getByText(`This was payload ${payloads.length - 1}.`).waitFor()
    await page.waitForTimeout(300)
    const frame = page.frames().find((one) => one.url().endsWith(`/messages/${messageId}/html`))
    opened += await body.getByText(/^This was payload \d+\.$/).count()
    const within = seen.requests.filter((one) => one.frame === frame).map((one) => one.url)
    expect(within).toEqual([`${docket.url}/api/tickets/${ticketId}/messages/${messageId}/html`])
    expect(seen.requests.map((one) => one.url).filter((url) => new URL(url).origin !== docket.url)).toEqual([])
    expect(page.url()).toBe(`${docket.url}/tickets/${ticketId}`)
    expect(page.frames()).toHaveLength(2)
    expect({ dialogs: seen.dialogs, popups: seen.popups }).toEqual({ dialogs: [], popups: [] })
    asked += await askForImages(page, seen.requests, { ticketId, messageId })
    await page.close()
  }
  expect(opened).toBe(all.length)
  expect(asked).toBeGreaterThan(0)
  console.info(`${all.length} payloads opened, ${published.length} of them published`)
})

test('S4: the sanitiser alone holds: without policy and sandbox, and parsed once more, still nothing runs or fetches', async () => {
  for (const { ticketId, messageId } of mails) {
    const path = `/api/tickets/${ticketId}/messages/${messageId}/html`
    const body = await (await agents.request.get(docket.url + path)).text()
    expect(await provoke(body)).toEqual({ canaries: [], scripts: [], requests: [], dangers: [] })
    const withImages = await (await agents.request.get(`${docket.url}${path}?images=true`)).text()
    expect(await provoke(withImages, imagesOf({ ticketId, messageId }))).toEqual({
      canaries: [],
      scripts: [],
      requests: [],
      dangers: [],
    })
  }
})

test.each<[way: keyof Noticed, html: string]>([
  ['canaries', '<script>alert(1)</script>'],
  ['canaries', '<img src=x onerror=alert(1)>'],
  ['scripts', '<p onmouseover="void 0">x</p>'],
  ['requests', '<div style="background:url(https://evil.example/a)">x</div>'],
  ['requests', '<style>@import "https://evil.example/a.css"</style>'],
  ['requests', '<meta http-equiv=refresh content="0;url=https://evil.example/">'],
  ['dangers', '<a href="javascript:alert(1)">x</a>'],
  ['dangers', '<link rel=dns-prefetch href="https://evil.example/">'],
  ['dangers', '<div style="position:fixed;top:0">x</div>'],
])('what watches over the payloads would notice %s: %s', async (way, html) => {
  expect((await provoke(`<!doctype html><body>${html}</body>`))[way]).not.toEqual([])
})

/**
 * Where the images of a mail come from once somebody asked for them: from us, by their place in it, and from nowhere
 * else.
 */
const imagesOf = ({ ticketId, messageId }: Pick<Mail, 'ticketId' | 'messageId'>) =>
  new RegExp(`/api/tickets/${ticketId}/messages/${messageId}/images/\\d+$`)

/** How many images were asked for; none of them, and nothing else, from outside. */
async function askForImages(page: Page, requests: { url: string }[], mail: Pick<Mail, 'ticketId' | 'messageId'>) {
  const button = page.getByRole('button', { name: 'Show images' })
  if ((await button.count()) === 0) return 0
  requests.length = 0
  await button.click()
  await page.frameLocator('article.message iframe').first().getByText('This was payload 0.').waitFor()
  await page.waitForTimeout(500)
  const own = new Set([
    `${docket.url}/api/tickets/${mail.ticketId}/messages/${mail.messageId}/html?images=true`,
    `${docket.url}/api/me/image-senders`,
  ])
  const images = requests.filter(({ url }) => imagesOf(mail).test(url) && url.startsWith(docket.url))
  expect(requests.filter((one) => !own.has(one.url) && !images.includes(one))).toEqual([])
  return images.length
}

/**
 * One mail of many HTML parts: each is cleaned by itself, so none can swallow the next; a line below tells that it was
 * read.
 */
async function send(payloads: string[], batch: number): Promise<void> {
  const part = (html: string) =>
    `--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(html)
      .toString('base64')
      .replace(/.{76}/g, '$&\r\n')}\r\n`
  const parts = payloads.map((payload, at) => part(payload) + part(`<p>This was payload ${at}.</p>`)).join('')
  const raw = [
    'From: Mallory <mallory@evil.example>',
    'To: support@demo.localhost',
    `Subject: batch ${batch}`,
    `Message-ID: <batch-${batch}@evil.example>`,
    'Date: Fri, 1 May 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    `${parts}--b--`,
    '',
  ].join('\r\n')
  const smtp = createTransport({ host: '127.0.0.1', port: docket.smtpPort, secure: false, ignoreTLS: true })
  await smtp.sendMail({ envelope: { from: 'mallory@evil.example', to: 'support@demo.localhost' }, raw })
}

/** Everything a page asks for or opens; what is not ours is not let through. */
async function listen(page: Page) {
  const seen = { requests: [] as { url: string; frame: unknown }[], dialogs: [] as string[], popups: [] as string[] }
  page.on('request', (request) => {
    if (request.url().startsWith('data:')) return
    seen.requests.push({ url: request.url(), frame: request.frame() })
  })
  page.on('dialog', (dialog) => {
    seen.dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  page.on('popup', (popup) => seen.popups.push(popup.url()))
  await page.route(
    (url) => url.origin !== docket.url,
    (route) => route.abort(),
  )
  return seen
}

type Noticed = { canaries: string[]; scripts: string[]; requests: string[]; dangers: string[] }

/**
 * Opens a page with nothing to protect it, touches everything in it, parses what came of it again, and tells what
 * happened.
 */
async function provoke(html: string, allowed = /^$/): Promise<Noticed> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const address = 'http://bare.example/mail'
  const noticed: Noticed = { canaries: [], scripts: [], requests: [], dangers: [] }
  await page.exposeFunction('canary', (name: string) => noticed.canaries.push(name))
  await page.addInitScript(() => {
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
      (window as unknown as Record<string, unknown>)[name] = () =>
        (window as unknown as { canary(name: string): void }).canary(name)
  })
  const debug = await context.newCDPSession(page)
  await debug.send('Debugger.enable')
  debug.on('Debugger.scriptParsed', ({ url }) => {
    if (url === address) noticed.scripts.push(url)
  })
  await page.route('**/*', (route) => {
    const url = route.request().url()
    if (url === address && noticed.requests.length === 0)
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
    if (!allowed.test(url)) noticed.requests.push(url)
    return route.abort()
  })
  await page.goto(address)
  for (let round = 0; round < 2; round++) {
    await page.waitForTimeout(150)
    // Whoever has left the page has been noticed, and left nothing to touch.
    if (noticed.requests.length > 0) break
    if (round > 0) await page.evaluate(() => document.body.setHTMLUnsafe(document.body.innerHTML))
    noticed.dangers.push(...(await page.evaluate(touchAll, allowed.source)))
  }
  await page.waitForTimeout(150)
  await context.close()
  return noticed
}

/**
 * Runs in the page: every event an element could wait for, and every element and attribute that has no place in a mail.
 */
function touchAll(allowed: string): string[] {
  const isAllowed = (image: string) => new RegExp(allowed).test(image.replace(/^url\("|"\)$/g, ''))
  const dangers: string[] = []
  const banned =
    'script,style:not(:first-of-type),link,meta:not([charset]),base:not([target=_blank]),iframe,frame,object,embed,form,input,button,svg,math,template,video,audio,source,portal,noscript,textarea,select'
  for (const element of document.querySelectorAll(banned)) dangers.push(element.outerHTML.slice(0, 200))
  for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on|^(?:srcset|background|action|formaction|poster|ping|is|slot|form|autofocus)$|:/i.test(name))
        dangers.push(`${name}=${value}`)
      if (name === 'id' && !value.startsWith('mail-')) dangers.push(`id=${value}`)
    }
    const { position, backgroundImage, cursor, zIndex } = getComputedStyle(element)
    const image = isAllowed(backgroundImage) ? '' : backgroundImage
    if (position !== 'static' || zIndex !== 'auto' || `${image}${cursor}`.includes('url('))
      dangers.push(element.outerHTML.slice(0, 200))
    if (element instanceof HTMLAnchorElement && element.hasAttribute('href')) {
      const href = element.getAttribute('href') ?? ''
      if (!/^(?:https?|mailto|tel):$/.test(element.protocol) || (!href.includes(':') && !href.startsWith('#mail-')))
        dangers.push(`href=${href}`)
      continue
    }
    for (const type of ['load', 'error', 'focus', 'blur', 'mouseover', 'mouseenter', 'pointerenter', 'toggle', 'wheel'])
      element.dispatchEvent(new Event(type))
    element.dispatchEvent(new Event('click', { cancelable: true }))
  }
  return dangers
}
