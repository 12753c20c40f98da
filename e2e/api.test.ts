import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Running, removeDataDir, startDocket } from './server.ts'

let docket: Running
let browser: Browser

beforeAll(async () => {
  docket = await startDocket()
  browser = await chromium.launch({
    executablePath: process.env.DOCKET_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
})
afterAll(async () => {
  await browser?.close()
  await docket?.stop()
  if (docket) removeDataDir(docket.dataDir)
})

const axe = readFileSync(join(import.meta.dirname, '../node_modules/axe-core/axe.min.js'), 'utf8')

test.each([
  ['light', 1440],
  ['dark', 390],
] as const)('the page of the API can be read by everyone: %s, %i px wide', async (colorScheme, width) => {
  const { page, said } = await opened({ colorScheme, width })
  await page.goto(`${docket.url}/api/docs`)
  for (const summary of await page.locator('#updateTicket details > summary').all()) await summary.click()
  await page.evaluate(axe)
  const { violations } = (await page.evaluate('axe.run(document)')) as {
    violations: { id: string; nodes: { html: string }[] }[]
  }
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
  expect(said).toEqual([])
  await page.close()
})

test('the page of the API shows what is asked for, and a link leads out of the filter', async () => {
  const { page, said } = await opened({ colorScheme: 'light', width: 1440 })
  await page.goto(`${docket.url}/api/docs`)
  const shown = () => page.locator('article:visible').count()
  const all = await shown()
  expect(all).toBeGreaterThan(20)
  await page.keyboard.press('/')
  await page.keyboard.type('ticket.reply')
  expect(await shown()).toBeLessThan(all)
  expect(await page.locator('#sendReply').isVisible()).toBe(true)
  expect(await page.locator('#listTickets').isVisible()).toBe(false)
  await page.getByRole('searchbox').fill('no such words')
  expect(await page.getByRole('status').textContent()).toBe('Nothing here has these words.')
  await page.evaluate(`location.hash = 'listTickets'`)
  await page.locator('#listTickets').waitFor({ state: 'visible' })
  expect(await shown()).toBe(all)
  expect(said).toEqual([])
  await page.close()
})

test('a change whose token has run out is made with a fresh one, once', async () => {
  const { page } = await opened({ colorScheme: 'light', width: 1440 })
  await page.goto(docket.url)
  await page.getByLabel(/e-?mail/i).fill('admin@demo.localhost')
  await page.getByLabel(/password/i).fill(docket.password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page.waitForURL('**/tickets**')
  const token = (await page.context().cookies()).find(({ name }) => name === 'docket_csrf')!.value
  const opening = await page.request.post(`${docket.url}/api/tickets`, {
    headers: { 'x-csrf-token': token },
    data: { subject: 'The printer is on fire', body: 'Please help.', requester: { email: 'ada@example.com' } },
  })
  const { id } = await opening.json()
  await page.goto(`${docket.url}/tickets/${id}`)
  const resolve = page.getByRole('button', { name: 'Resolve' })
  await resolve.waitFor()

  const tries: string[] = []
  const fresh: string[] = []
  page.on('request', (request) => void (request.url().endsWith('/auth/csrf') && fresh.push(request.method())))
  await page.route(`**/api/tickets/${id}`, async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue()
    tries.push(route.request().postData() ?? '')
    if (!tries.at(-1)?.includes('resolved') || tries.filter((body) => body.includes('resolved')).length > 1)
      return route.continue()
    const refusal = {
      type: 'urn:docket:problem:csrf',
      code: 'csrf',
      status: 403,
      title: 'Old',
      detail: 'Old',
      instance: '',
    }
    return route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(refusal) })
  })
  await resolve.click()
  await page.getByRole('button', { name: 'Reopen' }).waitFor()
  await expect
    .poll(async () => (await (await page.request.get(`${docket.url}/api/tickets/${id}`)).json()).status)
    .toBe('resolved')
  const asked = tries.filter((body) => body.includes('resolved'))
  expect(asked).toHaveLength(2)
  expect(asked[0]).toBe(asked[1])
  expect(fresh).toEqual(['GET'])
  await page.close()
})

async function opened({ colorScheme, width }: { colorScheme: 'light' | 'dark'; width: number }) {
  const page: Page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } })
  const said: string[] = []
  page.on('console', (message) => void (message.type() === 'error' && said.push(message.text())))
  page.on('pageerror', (error) => void said.push(error.message))
  return { page, said }
}
