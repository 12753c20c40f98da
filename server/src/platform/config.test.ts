import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ConfigFaults, described, encryptionKeyOf, readConfig } from './config.ts'
import { configPages } from './configDocs.ts'

const folder = mkdtempSync(join(tmpdir(), 'docket-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

const key = Buffer.alloc(32, 7).toString('base64')

test('without any setting everything has its default', () => {
  expect(readConfig({})).toMatchObject({
    dataDir: resolve('.docket'),
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://127.0.0.1:3000',
    smtpHost: '127.0.0.1',
    smtpPort: 2525,
    mailBytesMax: 52_428_800,
    roles: ['web', 'worker'],
    trustedProxies: [],
    logLevel: 'info',
    demo: true,
  })
})

test('an empty value counts as not set', () => {
  expect(readConfig({ DOCKET_PORT: '', PUBLIC_URL: ' ' }).publicUrl).toBe('http://127.0.0.1:3000')
})

test('values are read as what they mean', () => {
  const config = readConfig({
    DATABASE_URL: 'postgres://app:pw@db/docket',
    ENCRYPTION_KEY_BASE64: key,
    PUBLIC_URL: 'https://help.example.com/',
    DOCKET_ROLES: 'worker',
    TRUSTED_PROXIES: '10.0.0.0/8, 127.0.0.1',
    DOCKET_DEMO: 'false',
    DOCKET_SMTP_PORT: '0',
  })
  expect(config).toMatchObject({
    publicUrl: 'https://help.example.com',
    roles: ['worker'],
    trustedProxies: ['10.0.0.0/8', '127.0.0.1'],
    demo: false,
    smtpPort: 0,
  })
  expect(config.encryptionKey).toEqual(Buffer.alloc(32, 7))
})

test('all faults are reported at once, each with the name of its setting', () => {
  expect(
    faultsOf({
      DOCKET_PORT: 'eighty',
      DOCKET_ROLES: 'web,cook',
      DOCKET_DEMO: 'perhaps',
      PUBLIC_URL: 'help.example.com',
      DATABASE_URL: 'mysql://db/docket',
      ENCRYPTION_KEY_BASE64: 'c2hvcnQ=',
      LOG_LEVEL: 'loud',
    }).map((fault) => fault.split(' ')[0]),
  ).toEqual([
    'DATABASE_URL',
    'PUBLIC_URL',
    'DOCKET_PORT',
    'DOCKET_ROLES',
    'ENCRYPTION_KEY_BASE64',
    'LOG_LEVEL',
    'DOCKET_DEMO',
  ])
})

test('a database of one’s own needs an encryption key of one’s own', () => {
  expect(faultsOf({ DATABASE_URL: 'postgres://app@db/docket' }).join()).toContain('ENCRYPTION_KEY_BASE64 is required')
})

test('a misspelt setting is a fault that names the nearest', () => {
  expect(faultsOf({ DOCKET_PROT: '80' })).toEqual(['DOCKET_PROT is no setting; the nearest is DOCKET_PORT'])
  expect(faultsOf({ DOCKET_URL: 'http://127.0.0.1:3000', DOCKET_TOKEN: 'dkt_x' })).toEqual([])
})

test('a fault never repeats a secret', () => {
  const faults = faultsOf({
    DATABASE_URL: 'mysql://app:hunter2@db',
    ENCRYPTION_KEY_BASE64: 'hunter2',
    SMTP_URL: 'hunter2',
  })
  expect(faults).toHaveLength(3)
  expect(faults.join()).not.toContain('hunter2')
})

test('the encryption key is made once, for its owner’s eyes only', () => {
  const dataDir = join(folder, 'data')
  const made = encryptionKeyOf({ encryptionKey: undefined, dataDir })
  expect(made).toHaveLength(32)
  expect(encryptionKeyOf({ encryptionKey: undefined, dataDir })).toEqual(made)
  expect(statSync(join(dataDir, 'encryption.key')).mode & 0o777).toBe(0o600)
})

test('every setting stands on the page of settings and in the example', () => {
  for (const [name, text] of Object.entries(configPages())) {
    expect(readFileSync(resolve(import.meta.dirname, '../../..', name), 'utf8')).toBe(text)
    for (const { env } of described()) expect(text).toContain(env)
  }
})

function faultsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults
    throw error
  }
  return []
}
