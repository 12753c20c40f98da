import { describe, expect, test } from 'vitest'
import type { AskDns } from '../../connectors/dns.ts'
import { adviseOn } from './domainAdvice.ts'
import type { SendsBy } from './sendsBy.ts'

type Zone = Record<string, string[] | string>

/** A DNS of these records, as `TYPE name`; a code in their place is what it fails with. A name above another exists. */
function dnsOf(zone: Zone): AskDns {
  return async (name, type) => {
    const found = zone[`${type} ${name}`]
    const fail = (code: string) => Object.assign(new Error(code), { code })
    if (typeof found === 'string') throw fail(found)
    if (found) return type === 'TXT' ? found.map((text) => [text]) : found
    const exists = Object.keys(zone).some((key) => key.endsWith(` ${name}`) || key.endsWith(`.${name}`))
    throw fail(exists ? 'ENODATA' : 'ENOTFOUND')
  }
}
const host: SendsBy = { kind: 'host', host: 'mx.acme.dev' }
const google: SendsBy = { kind: 'google', account: 'help@acme.dev' }
async function said(zone: Zone, by: SendsBy = host, domain = 'acme.dev', mailboxDomain = 'acme.dev') {
  const lines = await adviseOn(dnsOf(zone), { domain, mailboxDomain, by })
  return Object.fromEntries(lines.map(({ what, ...line }) => [what, line]))
}
const mx = { 'A mx.acme.dev': ['93.184.216.34'] }

describe('SPF', () => {
  test('of a server that the record names is right', async () => {
    const { spf } = await said({ ...mx, 'TXT acme.dev': ['v=spf1 ip4:93.184.216.34 -all'] })
    expect(spf).toMatchObject({ state: 'ok', record: null })
  })
  test('without a record says which to add, and with one that lacks the server what to put in its place', async () => {
    const bare = await said(mx)
    expect(bare.spf!.record).toEqual({ name: 'acme.dev', type: 'TXT', value: 'v=spf1 a:mx.acme.dev ~all' })
    const other = await said({ ...mx, 'TXT acme.dev': ['v=spf1 ip4:9.9.9.9 -all'] })
    expect(other.spf!.record!.value).toBe('v=spf1 ip4:9.9.9.9 a:mx.acme.dev -all')
    const moved = await said({ ...mx, 'TXT acme.dev': ['v=spf1 redirect=_s.acme.dev'] }, google)
    expect(moved.spf!.record!.value).toBe('v=spf1 include:_spf.google.com redirect=_s.acme.dev')
  })
  test('of Google is found through the records that others lead to, in circles too', async () => {
    const zone = {
      'TXT acme.dev': ['v=spf1 include:a.acme.dev ~all'],
      'TXT a.acme.dev': ['v=spf1 include:acme.dev include:b.acme.dev ~all'],
      'TXT b.acme.dev': ['v=spf1 include:_spf.google.com ~all'],
    }
    expect((await said(zone, google)).spf!.state).toBe('ok')
    zone['TXT b.acme.dev'] = ['v=spf1 include:a.acme.dev ~all']
    expect((await said(zone, google)).spf!.state).toBe('wrong')
  })
  test('of two records is none', async () => {
    const { spf } = await said({ ...mx, 'TXT acme.dev': ['v=spf1 a -all', 'v=spf1 mx -all'] })
    expect(spf).toMatchObject({ state: 'wrong', says: expect.stringContaining('2 SPF records') })
  })
  test('of a server inside says that the address it sends from is not known here', async () => {
    const { spf } = await said({ 'A mx.acme.dev': ['10.0.0.7'] })
    expect(spf).toMatchObject({ state: 'unknown', says: expect.stringContaining('inside your network') })
    expect((await said({})).spf).toMatchObject({ state: 'wrong', says: expect.stringContaining('no address') })
  })
})

describe('DKIM', () => {
  test('of a domain without any key says so, of Google whether its key is there, of others what can be looked at', async () => {
    expect((await said(mx)).dkim!.state).toBe('look')
    const key = { 'TXT google._domainkey.acme.dev': ['v=DKIM1; k=rsa; p=MIIBIjANBg'] }
    expect((await said(key, google)).dkim!.state).toBe('ok')
    expect((await said({ 'TXT google._domainkey.acme.dev': ['v=DKIM1; p='] }, google)).dkim!.state).toBe('look')
    expect((await said({ ...mx, ...key })).dkim!.state).toBe('unknown')
  })
})

describe('DMARC', () => {
  const policy = { 'TXT _dmarc.acme.dev': ['v=DMARC1; p=reject; sp=quarantine'] }
  test('is looked for upwards; below, what it says of subdomains counts', async () => {
    expect((await said({ ...mx, ...policy })).dmarc!.says).toContain('(p=reject)')
    expect((await said({ ...mx, ...policy }, host, 'eu.acme.dev')).dmarc!.says).toContain('(p=quarantine)')
    expect((await said(mx)).dmarc!.record).toMatchObject({ name: '_dmarc.acme.dev' })
  })
  test('counts SPF only where the return address is of the domain, or near enough for a policy that is not strict', async () => {
    expect((await said({ ...mx, ...policy })).alignment!.state).toBe('ok')
    expect((await said({ ...mx, ...policy }, host, 'eu.acme.dev')).alignment!.state).toBe('ok')
    expect((await said({ ...mx, ...policy }, host, 'eu.acme.dev', 'us.acme.dev')).alignment!.state).toBe('ok')
    const strict = { 'TXT _dmarc.acme.dev': ['v=DMARC1; p=reject; aspf=s'] }
    expect((await said({ ...mx, ...strict }, host, 'eu.acme.dev')).alignment!.state).toBe('look')
    expect((await said({ ...mx, ...policy }, host, 'brand.dev')).alignment).toMatchObject({
      state: 'look',
      says: expect.stringContaining('signed (DKIM) for brand.dev'),
    })
  })
})

test('a DNS that does not answer is no answer: nothing is called wrong', async () => {
  const zone = { 'TXT acme.dev': 'ETIMEOUT', 'TXT _domainkey.acme.dev': 'ESERVFAIL', 'TXT _dmarc.acme.dev': 'ETIMEOUT' }
  const { spf, dkim, dmarc } = await said(zone)
  expect([spf!.state, dkim!.state, dmarc!.state]).toEqual(['unknown', 'unknown', 'unknown'])
})

test('a name that nobody outside can find is not asked about', async () => {
  const asked: string[] = []
  const dns: AskDns = async (name) => {
    asked.push(name)
    return []
  }
  await adviseOn(dns, { domain: 'acme.example', mailboxDomain: 'acme.example', by: host })
  expect(asked).toEqual([])
})
