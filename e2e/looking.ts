import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import pixelmatch from 'pixelmatch'
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core'
import { PNG } from 'pngjs'

const looks = join(import.meta.dirname, 'looks')
const wrong = join(import.meta.dirname, '../test-results/looks')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const themes = ['light', 'dark'] as const
export const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const
export type Theme = (typeof themes)[number]
export type Size = keyof typeof sizes

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.DOCKET_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

/** A window whose language, time zone and motion are the same everywhere. */
export const openWindow = (
  browser: Browser,
  theme: Theme,
  size: Size,
  storageState?: Awaited<ReturnType<BrowserContext['storageState']>>,
): Promise<BrowserContext> =>
  browser.newContext({
    viewport: sizes[size],
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
    ...(storageState ? { storageState } : {}),
  })

/** What a page has asked for and not got yet. */
const asked = new WeakMap<Page, Set<Request>>()

/** The administrator of the demo organisation comes in, as a person does. */
export async function signIn(page: Page, { url, password }: { url: string; password: string }): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel(/e-?mail/i).fill('admin@demo.localhost')
  await page.getByLabel(/password/i).fill(password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page.waitForURL(/\/tickets/)
}

export function watch(page: Page): Page {
  const open = new Set<Request>()
  asked.set(page, open)
  page.on('request', (request) => {
    // What the page before had asked for may never be told to have ended.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) open.clear()
    open.add(request)
  })
  for (const end of ['requestfinished', 'requestfailed'] as const)
    page.on(end as 'requestfinished', (request) => open.delete(request))
  return page
}

/**
 * Until nothing has been loading for a moment, moves, or waits for its letters. On a busy machine a script that has
 * come may run late: the page is asked for a free moment before each look. What runs for longer counts time, and is not
 * waited for.
 */
export async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getElementById('root')?.firstElementChild)
  for (let quiet = 0; quiet < 4; quiet++) {
    if (asked.get(page)?.size) quiet = -1
    await page.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 200 })))
    await page.waitForTimeout(30)
  }
  await page.evaluate(async () => {
    await document.fonts.ready
    const moves = document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().endTime) < 2_000)
    await Promise.allSettled(moves.map((each) => each.finished))
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  })
}

/**
 * What an assistive reader would stumble over, one line each. Mail bodies are somebody else's page, in a frame that
 * runs nothing.
 */
async function barriers(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  const { violations } = await page.evaluate(
    () =>
      (window as unknown as { axe: { run(what: unknown, how: unknown): Promise<AxeResults> } }).axe.run(document, {
        iframes: false,
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        resultTypes: ['violations'],
      }) as Promise<AxeResults>,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any, all, none }) => `${id}: ${target.join(' ')} (${[...any, ...all, ...none][0]?.message})`),
  )
}

/** All that is wrong with a page for the eye and for the ear. */
export const unsound = async (page: Page): Promise<string[]> => [
  ...(await layoutFaults(page)),
  ...(await barriers(page)),
]

/** Pages that can be pushed aside, words that are cut off without an ellipsis, buttons whose words spill over. */
function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = []
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth - clientWidth} px too wide`)

    const isEllipsis = (element: Element) => {
      const style = getComputedStyle(element)
      return style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none'
    }
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = words.nextNode(); node; node = words.nextNode()) {
      const text = node.textContent?.trim()
      const own = node.parentElement
      if (!text || !own || /^(SCRIPT|STYLE|TEXTAREA)$/.test(own.tagName) || !own.checkVisibility()) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const box = range.getBoundingClientRect()
      if (box.width === 0 || box.height === 0) continue
      const said = `“${text.slice(0, 40)}”`
      let across = true
      let down = true
      for (let holder: Element | null = own; holder && holder !== document.body; holder = holder.parentElement) {
        const style = getComputedStyle(holder)
        const edge = holder.getBoundingClientRect()
        // What only a screen reader is told is one pixel large.
        if (edge.width <= 1 || style.clipPath !== 'none' || isEllipsis(holder)) break
        if (/auto|scroll/.test(style.overflowX)) across = false
        if (/auto|scroll/.test(style.overflowY)) down = false
        const isPressed = holder.matches('button, a, [role="tab"]') && style.overflowX === 'visible'
        if (
          across &&
          (isPressed || /hidden|clip/.test(style.overflowX)) &&
          (box.right > edge.right + 1 || box.left < edge.left - 1)
        )
          faults.push(`${said} is cut by ${holder.tagName.toLowerCase()}.${holder.className}`)
        if (down && /hidden|clip/.test(style.overflowY) && box.bottom > edge.bottom + 2)
          faults.push(`${said} is cut at the bottom by ${holder.tagName.toLowerCase()}.${holder.className}`)
        if (style.position === 'fixed') break
      }
    }
    return [...new Set(faults)]
  })
}

/** Times tell when the test ran: they keep their place and say the same in every picture. */
const sameTimes = `time { font-size: 0 !important } time::after { content: '9:41'; font-size: 12px }`

/** The page as a picture that is the same whenever it is taken. */
export async function lookOf(page: Page): Promise<Buffer> {
  return page.screenshot({ animations: 'disabled', caret: 'hide', style: sameTimes })
}

type MadeWith = { platform: string; chromium: string; letters: string }

/**
 * Letters are drawn otherwise by another system, browser or set of fonts; pictures made by one cannot judge another.
 */
export async function machineOf(browser: Browser): Promise<MadeWith> {
  const page = await browser.newPage()
  const letters = await page.evaluate(() => {
    const pen = document.createElement('canvas').getContext('2d')
    if (!pen) return 'none'
    return ['monospace', 'sans-serif', 'serif']
      .map((family) => {
        pen.font = `16px ${family}`
        return pen.measureText('Wachstumsbeschleunigungsgesetz 0123456789 العربية 漢字').width.toFixed(2)
      })
      .join(' ')
  })
  await page.close()
  return { platform: `${process.platform}-${process.arch}`, chromium: browser.version().split('.')[0] ?? '', letters }
}

const madeWith = join(looks, 'made-with.json')
export const isUpdating = process.env.UPDATE_LOOKS === '1'

export function canCompare(here: MadeWith): boolean {
  if (isUpdating) {
    mkdirSync(looks, { recursive: true })
    writeFileSync(madeWith, `${JSON.stringify(here, null, 2)}\n`)
  }
  return existsSync(madeWith) && JSON.stringify(JSON.parse(readFileSync(madeWith, 'utf8'))) === JSON.stringify(here)
}

/**
 * How much of the picture differs from the committed one, in pixels; both and the difference are kept when it is too
 * much.
 */
export function differs(name: string, now: Buffer): number {
  const path = join(looks, `${name}.png`)
  if (isUpdating) {
    writeFileSync(path, now)
    return 0
  }
  const [was, is] = [PNG.sync.read(readFileSync(path)), PNG.sync.read(now)]
  if (was.width !== is.width || was.height !== is.height) return Number.POSITIVE_INFINITY
  const difference = new PNG({ width: is.width, height: is.height })
  const pixels = pixelmatch(was.data, is.data, difference.data, is.width, is.height, { threshold: 0.15 })
  if (pixels > pixelsMax) {
    mkdirSync(wrong, { recursive: true })
    writeFileSync(join(wrong, `${name}.now.png`), now)
    writeFileSync(join(wrong, `${name}.difference.png`), PNG.sync.write(difference))
  }
  return pixels
}

/** A letter has about this many: less than a word may differ. */
export const pixelsMax = 60
