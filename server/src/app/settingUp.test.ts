import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openBrowser } from '../../test/browser.ts'
import { createDatabase } from '../../test/database.ts'
import { askOver } from '../../test/world.ts'
import { authenticate, may } from '../auth/index.ts'
import { readConfig } from '../platform/config.ts'
import { openHttp } from '../platform/http.ts'
import { makeStore } from './opening.ts'
import { routes } from './routes.ts'

const setup = {
  organisation: 'Nordlicht Café',
  name: 'Ines',
  email: 'ines@nordlicht.example',
  password: 'seven grey herons',
  mailbox: 'hilfe@nordlicht.example',
}

test('S15: of many who set up at once one becomes the administrator, and setup is closed behind them', async () => {
  const database = await createDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'docket-setup-'))
  const store = makeStore(readConfig({ DOCKET_DATA: dataDir, LOG_LEVEL: 'silent' }), database.appUrl)
  const http = await openHttp(store, { routes, authenticate, may, pages: dataDir, ready: {} })
  try {
    const browsers = Array.from({ length: 8 }, () => openBrowser({ ask: askOver(http) }))
    expect((await browsers[0]!.ask('GET', '/setup')).body).toEqual({ open: true })
    await Promise.all(browsers.map((browser) => browser.ask('GET', '/auth/csrf')))
    const weak = await browsers[0]!.ask('POST', '/setup', { ...setup, password: 'Nordlicht-Cafe' })
    expect([weak.status, weak.body.errors?.[0]?.field]).toEqual([422, 'password'])
    expect((await browsers[0]!.ask('GET', '/setup')).body).toEqual({ open: true })

    const answers = await Promise.all(
      browsers.map((browser, n) => browser.ask('POST', '/setup', { ...setup, email: `ines${n}@nordlicht.example` })),
    )
    const won = answers.findIndex(({ status }) => status === 200)
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)])
    expect((await browsers[0]!.ask('GET', '/setup')).body).toEqual({ open: false })
    const me = (await browsers[won]!.ask('GET', '/me')).body
    expect(me).toMatchObject({
      user: { name: 'Ines', role: 'admin' },
      org: { slug: 'nordlicht-cafe', name: 'Nordlicht Café', is_demo: false },
      support_addresses: ['hilfe@nordlicht.example'],
    })
    expect((await store.pool.query('select from org_list()')).rowCount).toBe(1)
    expect((await browsers[won]!.ask('GET', '/audit?type=setup')).body.items).toHaveLength(1)
  } finally {
    await http.close()
    await store.jobs.stop()
    await store.live.close()
    await store.pool.end()
    await database.drop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})
