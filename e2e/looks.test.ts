import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedDesk } from './desk.ts'
import {
  canCompare,
  differs,
  lookOf,
  machineOf,
  openBrowser,
  openWindow,
  pixelsMax,
  type Size,
  settle,
  signIn,
  sizes,
  type Theme,
  themes,
  unsound,
  watch,
} from './looking.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

/**
 * Every page, in both themes, on a desk and in a hand. Those of which pictures are kept are named with the sizes and
 * themes.
 */
type Look = `${Size} ${Theme}`
type Place = { name: string; path: string; signedOut?: boolean; kept?: Look[]; ready?: RegExp; tall?: boolean }

let docket: Running
let browser: Browser
let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>
let desk: Awaited<ReturnType<typeof seedDesk>>
let compares = false

beforeAll(async () => {
  docket = await startDocket()
  browser = await openBrowser()
  compares = canCompare(await machineOf(browser))
  if (!compares)
    console.log(
      '- looks: pictures are not compared (made on another system, Chromium or set of fonts); all else is checked',
    )
  const context = await openWindow(browser, 'light', 'wide')
  const page = await context.newPage()
  await signIn(page, docket)
  desk = await seedDesk(docket, page)
  signedIn = await context.storageState()
  await context.close()
})

afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  if (docket) removeDataDir(docket.dataDir)
})

const places: Place[] = [
  { name: 'sign-in', path: '/sign-in?next=%2Foutbox', signedOut: true, kept: ['wide light', 'phone dark'] },
  { name: 'inbox', path: '/tickets', kept: ['phone light'] },
  { name: 'ticket', path: '/tickets/TICKET', kept: ['wide light', 'wide dark', 'phone dark'] },
  { name: 'source', path: '/tickets/TICKET/messages/MESSAGE/source' },
  { name: 'search without results', path: '/tickets?q=nowhere' },
  { name: 'no such ticket', path: '/tickets/00000000-0000-7000-8000-000000000000' },
  { name: 'outbox', path: '/outbox' },
  { name: 'failed-mails', path: '/ops/failed-mails' },
  { name: 'replays', path: '/ops/replays' },
  { name: 'no used Message-IDs', path: '/ops/collisions' },
  { name: 'mailboxes', path: '/mailboxes', kept: ['wide light', 'phone dark'] },
  { name: 'new-mailbox', path: '/mailboxes/new', kept: ['wide dark', 'phone light'] },
  { name: 'one mailbox', path: '/mailboxes/MAILBOX' },
  { name: 'mailbox just opened', path: '/mailboxes/connected?mailbox_id=MAILBOX' },
  { name: 'no such mailbox', path: '/mailboxes/00000000-0000-7000-8000-000000000000' },
  { name: 'operations', path: '/ops' },
  { name: 'balance', path: '/ops/balance' },
  { name: 'forgotten password', path: '/forgot', signedOut: true },
  { name: 'reset', path: '/reset?token=none', signedOut: true },
  { name: 'spent invitation', path: '/invitation?token=none', signedOut: true },
  { name: 'setup that is over', path: '/setup', signedOut: true },
  ...['profile', 'security', 'tokens', 'senders', 'threading', 'audit'].map((section) => ({
    name: section,
    path: `/settings/${section}`,
  })),
  { name: 'people', path: '/settings/people', kept: ['wide light', 'phone dark'] },
  { name: 'roles', path: '/settings/roles', kept: ['phone light'] },
  { name: 'acknowledgements', path: '/settings/acknowledgements', kept: ['wide light', 'phone dark'] },
  { name: 'no such setting', path: '/settings/nowhere' },
  { name: 'no such page', path: '/nowhere' },
  { name: 'kit', path: '/kit', tall: true, kept: ['wide light', 'wide dark', 'phone light'] },
]
const windows = themes.flatMap((theme) => (Object.keys(sizes) as Size[]).map((size) => ({ theme, size })))

/** One window for each theme, size and person: what it has loaded once it need not load again. */
const opened = new Map<string, Promise<Page>>()

async function open(place: Pick<Place, 'path' | 'signedOut' | 'tall'>, theme: Theme, size: Size): Promise<Page> {
  const name = `${theme} ${size} ${place.signedOut ?? false}`
  if (!opened.has(name)) {
    const context = openWindow(browser, theme, size, place.signedOut ? undefined : signedIn)
    opened.set(
      name,
      context.then(async (it) => watch(await it.newPage())),
    )
  }
  const page = await opened.get(name)!
  await page.setViewportSize(place.tall ? { ...sizes[size], height: size === 'wide' ? 1250 : 2700 } : sizes[size])
  await page.goto(
    docket.url +
      place.path.replace('TICKET', desk.ticketId).replace('MESSAGE', desk.messageId).replace('MAILBOX', desk.mailboxId),
  )
  await settle(page)
  return page
}

test('the eye of these tests is open: a cut word, a wide page and a nameless button are seen', async () => {
  const page = await browser.newPage()
  await page.setContent(
    `<main><h1>Faulty</h1><div style="width: 3em; overflow: hidden; white-space: nowrap">A long sentence that is cut</div>
     <div style="width: 3000px">wide</div><button></button></main>`,
  )
  const faults = (await unsound(page)).join(' ')
  for (const fault of ['A long sentence that is cut', 'too wide', 'button-name']) expect(faults).toContain(fault)
  await page.close()
})

// Beside each other: each tries again by itself for seconds before it says so.
test.concurrent.for([
  ['/setup', 'Docket does not answer'],
  ['/settings/audit', 'The audit log could not be read'],
  ['/settings/threading', 'What is set could not be read'],
  ['/settings/acknowledgements', 'The mailboxes could not be read'],
  ['/mailboxes', 'The mailboxes could not be read'],
  ['/mailboxes/00000000-0000-7000-8000-000000000000', 'The mailbox could not be read'],
  ['/outbox', 'The list could not be read'],
  ['/ops/replays', 'The list could not be read'],
  ['/ops/collisions', 'The list could not be read'],
  ['/ops/balance', 'The mail balance could not be read'],
  ['/tickets', 'The list could not be read'],
] as const)(
  '%s when the server fails: the page says so, with a way to try again',
  async ([path, title], { expect }) => {
    const page = watch(await (await openWindow(browser, 'light', 'phone', signedIn)).newPage())
    await page.route(/\/api\/(?!me$)/, (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({ code: 'database-away', title: 'The database does not answer', status: 503 }),
      }),
    )
    await page.goto(docket.url + path)
    await page.getByRole('heading', { name: title }).waitFor()
    await page.getByRole('button', { name: 'Try again' }).waitFor()
    await page.getByText('The database does not answer').waitFor()
    await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
    await page.context().close()
  },
)

// The windows beside each other, in each of them one page after the other.
describe.concurrent.each(windows)('$size, $theme', ({ theme, size }) => {
  const inTurn = { concurrent: false }
  test.for(places)(
    '$name: nothing is cut, no reader is barred, and it looks as it did',
    inTurn,
    async (place, { expect }) => {
      const page = await open(place, theme, size)
      await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
      if (compares && place.kept?.includes(`${size} ${theme}`))
        expect(differs(`${place.name}-${size}-${theme}`, await lookOf(page))).toBeLessThanOrEqual(pixelsMax)
    },
  )

  test.for(['/outbox', '/ops/failed-mails'])('%s: one mail opened', inTurn, async (path, { expect }) => {
    const page = await open({ path }, theme, size)
    await page.locator('main ul li a').first().click()
    await page.getByRole('article').waitFor()
    await settle(page)
    await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
  })

  test.for([
    ['people', 'Invite'],
    ['tokens', 'New token'],
    ['senders', 'Block a sender'],
    ['security', 'Switch on'],
    ['acknowledgements', 'Preview'],
  ] as const)('the settings of %s: %s', inTurn, async ([section, name], { expect }) => {
    const page = await open({ path: `/settings/${section}` }, theme, size)
    await page.getByRole('button', { name, exact: true }).click()
    await page.getByRole('dialog').waitFor()
    await settle(page)
    await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
  })

  test('what floats: dialog, question, sheet, menu, command menu, keys, toast', inTurn, async ({ expect }) => {
    const page = await open({ path: '/kit' }, theme, size)
    const show = async (role: 'dialog' | 'menu', how: () => Promise<void>) => {
      await how()
      await page.getByRole(role).waitFor()
      await settle(page)
      await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole(role).waitFor({ state: 'detached' })
    }
    const press = (name: string) => () => page.getByRole('button', { name, exact: true }).click()
    for (const name of ['Dialog', 'Question', 'Sheet']) await show('dialog', press(name))
    await show('menu', press('Menu'))
    for (const keys of ['Control+k', '?']) await show('dialog', () => page.keyboard.press(keys))
    await press('Alarm')()
    await page.getByText('It was not saved').first().waitFor()
    await settle(page)
    await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
  })
})
