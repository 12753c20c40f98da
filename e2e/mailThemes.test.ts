import { createTransport } from 'nodemailer'
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, until } from './desk.ts'
import { openBrowser, openWindow, type Size, settle, signIn, sizes, themes, unsound, watch } from './looking.ts'
import { kinds } from './mailKinds.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

let docket: Running
let browser: Browser
let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>
const ticketOf = new Map<string, string>()

beforeAll(async () => {
  docket = await startDocket()
  browser = await openBrowser()
  const context = await openWindow(browser, 'light', 'wide')
  const page = await context.newPage()
  await signIn(page, docket)
  const smtp = createTransport({ host: '127.0.0.1', port: docket.smtpPort, secure: false, ignoreTLS: true })
  for (const { name, html, attachments } of kinds)
    await smtp.sendMail({
      ...{ from: `${name} <${name.replace(/\W/g, '')}@kinds.example>`, to: 'support@demo.localhost', subject: name },
      ...{ html, attachments },
    })
  const tickets = async () => (await ask(page, 'GET', '/tickets?limit=100')).items as { id: string; subject: string }[]
  await until(async () => (await tickets()).length === kinds.length)
  for (const { id, subject } of await tickets()) ticketOf.set(subject, id)
  signedIn = await context.storageState()
  await context.close()
})

afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  if (docket) removeDataDir(docket.dataDir)
})

async function open(page: Page, name: string): Promise<Frame> {
  await page.goto(`${docket.url}/tickets/${ticketOf.get(name)}`)
  return frameOf(page)
}

async function frameOf(page: Page): Promise<Frame> {
  const shown = await page.locator('article.message iframe').first().elementHandle()
  const frame = await shown?.contentFrame()
  if (!frame) throw new Error('The mail is not shown.')
  await frame.waitForURL(/\/html/, { waitUntil: 'load' })
  await settle(page)
  return frame
}

describe.each(themes.flatMap((theme) => (Object.keys(sizes) as Size[]).map((size) => ({ theme, size }))))(
  '$size, $theme',
  ({ theme, size }) => {
    test('mails of all kinds can be read: nothing is cut, and in the dark each word stands out', async () => {
      const context = await openWindow(browser, theme, size, signedIn)
      const page = watch(await context.newPage())
      let words = 0
      for (const kind of kinds) {
        const frame = await open(page, kind.name)
        if (kind.attachments || kind.onPaper) expect([kind.name, await unsound(page)]).toEqual([kind.name, []])
        const found = await frame.evaluate(look)
        words += found.words
        expect([kind.name, found.onPaper, found.isCut]).toEqual([kind.name, kind.onPaper ?? false, false])
        if (theme === 'dark' && !kind.onPaper) expect([kind.name, found.faint]).toEqual([kind.name, []])
      }
      expect(words).toBeGreaterThan(60)
      await context.close()
    })
  },
)

test('the eye of this test is open: grey on grey, and a page higher than its frame, are seen', async () => {
  const page = await browser.newPage()
  await page.setContent('<p id=top></p><iframe style="height:20px"></iframe>')
  const frame = page.frames()[1]!
  await frame.setContent(
    '<p style="color:#555;background:#333">grey</p><p style="color:#fff;background:#333">white</p>',
  )
  expect(await frame.evaluate(look)).toMatchObject({ faint: ['grey'], isCut: true, words: 2 })
  await page.close()
})

test('images from outside: told, asked for by key, then only from us; always for a sender; and asked again', async () => {
  const context = await openWindow(browser, 'light', 'wide', signedIn)
  const page = watch(await context.newPage())
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const isImage = (url: string) => /\/images\/\d+$/.test(url)
  await open(page, 'newsletter')
  await page.getByText('Images from outside are not loaded: pictures.example.').waitFor()
  expect(asked.filter(isImage)).toEqual([])

  await page.keyboard.press('Shift+I')
  await page.getByText('Images from outside are loaded.').waitFor()
  await until(async () => asked.filter(isImage).length === 3)
  expect(asked.filter((url) => !url.startsWith(docket.url) && !url.startsWith('data:'))).toEqual([])

  await page.getByRole('button', { name: 'Always for this sender' }).click()
  await page.getByText('Images of newsletter@kinds.example are always loaded.').waitFor()
  asked.length = 0
  await open(page, 'newsletter')
  await until(async () => asked.filter(isImage).length === 3)
  await page.goto(`${docket.url}/settings/profile`)
  await page.getByText('newsletter@kinds.example').waitFor()
  await open(page, 'newsletter')
  await page.getByRole('button', { name: 'Ask me again' }).click()
  await page.getByRole('button', { name: 'Show images' }).waitFor()
  await open(page, 'pictures')
  await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
  await context.close()
})

test('attached pictures are small on the page and large in a viewer with keys; what only pretends is a file', async () => {
  const context = await openWindow(browser, 'dark', 'wide', signedIn)
  const page = watch(await context.newPage())
  await open(page, 'pictures')
  const files = page.getByRole('list', { name: 'Attachments' })
  await files.getByRole('link', { name: 'no picture.png' }).waitFor()
  await files.getByRole('link', { name: 'drawing.svg' }).waitFor()
  expect(await files.getByRole('button').count()).toBe(2)

  await page.keyboard.press('v')
  const viewer = page.getByRole('dialog')
  await viewer.getByText('1 of 2').waitFor()
  await settle(page)
  await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
  await page.keyboard.press('ArrowRight')
  await viewer.getByText('2 of 2').waitFor()
  await page.keyboard.press('j')
  await viewer.getByText('1 of 2').waitFor()
  const saved = page.waitForEvent('download')
  await page.keyboard.press('d')
  expect((await saved).suggestedFilename()).toBe('pump.png')
  await page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'detached' })
  await context.close()
})

/**
 * Runs in the page of a mail: the words whose contrast is below 4.5 with what is under them, and whether its frame cuts
 * it.
 */
function look() {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!
  const rgba = (colour: string): [number, number, number, number] => {
    pen.clearRect(0, 0, 1, 1)
    pen.fillStyle = colour
    pen.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0, a = 0] = pen.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255]
  }
  const light = ([r, g, b]: number[]) => {
    const part = (value = 0) => (value <= 10.31 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4)
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
  }
  const under = (element: Element | null): number[] => {
    for (let now = element; now; now = now.parentElement ?? now.ownerDocument.defaultView?.frameElement ?? null) {
      const [r, g, b, a] = rgba(getComputedStyle(now).backgroundColor)
      if (a > 0.5) return [r, g, b]
    }
    return [255, 255, 255]
  }
  const faint: string[] = []
  let words = 0
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const own = node.parentElement
    const said = node.textContent?.trim()
    if (!said || !own?.checkVisibility()) continue
    words++
    const [a, b] = [light(rgba(getComputedStyle(own).color)), light(under(own))]
    if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5) faint.push(said)
  }
  const height = document.scrollingElement?.scrollHeight ?? 0
  const onPaper = document.documentElement.dataset.paper !== undefined
  return { faint, words, onPaper, isCut: height > innerHeight + 1 }
}
