import { afterAll, beforeAll, expect, test } from 'vitest'
import { newDataDir, type Running, removeDataDir, startDocket } from './server.ts'

let dataDir: string
let docket: Running
beforeAll(() => {
  dataDir = newDataDir()
})
afterAll(async () => {
  await docket?.stop()
  removeDataDir(dataDir)
})

const isOpen = async () => ((await (await fetch(`${docket.url}/api/setup`)).json()) as { open: boolean }).open

/** As a page does: the CSRF cookie comes back as a header. */
async function setUp(): Promise<Response> {
  const csrf = await fetch(`${docket.url}/api/auth/csrf`)
  const { csrf_token } = (await csrf.json()) as { csrf_token: string }
  const body = {
    organisation: 'Nordlicht',
    name: 'Ines',
    email: 'ines@nordlicht.example',
    password: 'seven grey herons',
    mailbox: 'help@nordlicht.example',
  }
  return fetch(`${docket.url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': csrf_token, cookie: `docket_csrf=${csrf_token}` },
    body: JSON.stringify(body),
  })
}

test('S15: without the demo a first start leads to setup, which closes after the first administrator for good', async () => {
  docket = await startDocket({ DOCKET_DEMO: 'false' }, dataDir)
  expect(docket.said).toContain(`Open ${docket.url}/setup to make the first administrator.`)
  expect(docket.password).toBe('')
  expect(await isOpen()).toBe(true)
  expect((await setUp()).status).toBe(200)
  expect(await isOpen()).toBe(false)
  expect((await setUp()).status).toBe(409)

  await docket.stop()
  docket = await startDocket({}, dataDir)
  expect(docket.said).not.toContain('/setup')
  expect(docket.password).toBe('')
  expect(await isOpen()).toBe(false)
})
