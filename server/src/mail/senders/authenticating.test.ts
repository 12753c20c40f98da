import { generateKeyPairSync } from 'node:crypto'
import { dkimSign, sealMessage } from 'mailauth'
import { expect, test } from 'vitest'
import type { AskDns } from '../../connectors/dns.ts'
import { authenticate, type Journey } from './authenticating.ts'

const keys = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const own = keys()
const sealer = keys()
const pem = ({ privateKey }: ReturnType<typeof keys>) => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const record = ({ publicKey }: ReturnType<typeof keys>) =>
  `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`

type Zone = Record<string, string>
const shop: Zone = {
  'k1._domainkey.shop.example': record(own),
  'k1._domainkey.mail.shop.example': record(own),
  'k1._domainkey.evil.example': record(own),
  'k1._domainkey.relay.example': record(sealer),
  'shop.example': 'v=spf1 ip4:192.0.2.10 -all',
  'mail.shop.example': 'v=spf1 ip4:192.0.2.10 -all',
  'evil.example': 'v=spf1 ip4:198.51.100.66 -all',
}
const withDmarc = (tags = ''): Zone => ({
  ...shop,
  '_dmarc.shop.example': `v=DMARC1; p=reject${tags}`,
  '_dmarc.evil.example': 'v=DMARC1; p=none',
})

/** A DNS of these TXT records and no others, as node:dns speaks. */
const dnsOf =
  (zone: Zone, asked: string[] = []): AskDns =>
  async (name, type) => {
    asked.push(`${type} ${name}`)
    const text = type === 'TXT' ? zone[name] : undefined
    if (text === undefined) throw Object.assign(new Error(`${type} ENODATA ${name}`), { code: 'ENODATA' })
    return [[text]]
  }
const silent: AskDns = () => new Promise(() => {})

const mail = (from = 'ada@shop.example', body = 'The engine is stuck.\r\n') =>
  [
    `From: Ada <${from}>`,
    'To: support@acme.example',
    'Subject: Engine',
    'Date: Sat, 21 Nov 2026 10:00:00 +0000',
    'Message-ID: <1@shop.example>',
    '',
    body,
  ].join('\r\n')

async function signed(text: string, domain = 'shop.example', more: object = {}): Promise<Buffer> {
  const { signatures } = await dkimSign(text, {
    canonicalization: 'relaxed/relaxed',
    signatureData: [{ signingDomain: domain, selector: 'k1', privateKey: pem(own), ...more }],
  } as never)
  return Buffer.from(signatures + text)
}

const journey: Journey = {
  ip: '192.0.2.10',
  helo: 'out.shop.example',
  mailFrom: 'ada@shop.example',
  from: 'ada@shop.example',
  believed: [],
}
const stranger = { ip: '203.0.113.5', helo: 'host.isp.example' }

test('a mail that its own domain has signed is verified, wherever it comes from', async () => {
  const found = await authenticate(await signed(mail()), { ...journey, ...stranger }, dnsOf(withDmarc()))
  expect(found).toMatchObject({
    verdict: 'verified',
    dkim: [{ result: 'pass', domain: 'shop.example', aligned: true }],
    spf: { result: 'fail' },
    dmarc: { result: 'pass', policy: 'reject' },
  })
  expect(found.reasons[0]).toBe('It is from shop.example: shop.example has signed it (DMARC passed).')
})

test('one changed byte of the words breaks the signature, and the domain says that this is not its mail', async () => {
  const bytes = Buffer.from((await signed(mail())).toString().replace('stuck', 'fixed'))
  const found = await authenticate(bytes, { ...journey, ...stranger }, dnsOf(withDmarc()))
  expect(found).toMatchObject({ verdict: 'failed', dkim: [{ result: 'fail' }], dmarc: { result: 'fail' } })
  expect(found.reasons.join(' ')).toContain('the signature of shop.example does not fit')
})

test('a mail without a signature is verified by the server it comes from', async () => {
  const found = await authenticate(Buffer.from(mail()), journey, dnsOf(withDmarc()))
  expect(found).toMatchObject({ verdict: 'verified', spf: { result: 'pass' }, dkim: [], dmarc: { result: 'pass' } })
})

test.each([
  ['-all', 'fail', 'failed'],
  ['~all', 'softfail', 'failed'],
  ['?all', 'neutral', 'failed'],
])('a server that is not the domain’s: SPF %s is %s, and with DMARC the sender is %s', async (all, result, verdict) => {
  const zone = { ...withDmarc(), 'shop.example': `v=spf1 ip4:192.0.2.10 ${all}` }
  const found = await authenticate(Buffer.from(mail()), { ...journey, ...stranger }, dnsOf(zone))
  expect([found.spf.result, found.verdict]).toEqual([result, verdict])
})

test('S9: who proves to be somebody else is not the sender: the other domain’s signature and server count for nothing', async () => {
  const evil = { ...journey, ip: '198.51.100.66', mailFrom: 'eve@evil.example' }
  const bytes = await signed(mail(), 'evil.example')
  const found = await authenticate(bytes, evil, dnsOf(withDmarc()))
  expect(found).toMatchObject({
    verdict: 'failed',
    dkim: [{ result: 'pass', domain: 'evil.example', aligned: false }],
    spf: { result: 'pass', domain: 'evil.example' },
  })
  expect(found.reasons[1]).toContain('which is not the sender’s domain')
  expect(await authenticate(bytes, evil, dnsOf(shop))).toMatchObject({ verdict: 'unverified' })
})

test('a subdomain speaks for its domain, unless the domain says that it does not', async () => {
  const bytes = await signed(mail(), 'mail.shop.example')
  const from = { ...journey, ...stranger, mailFrom: 'bounce@mail.shop.example' }
  expect(await authenticate(bytes, from, dnsOf(withDmarc()))).toMatchObject({ verdict: 'verified' })
  expect(await authenticate(bytes, from, dnsOf(withDmarc('; adkim=s; aspf=s')))).toMatchObject({
    verdict: 'failed',
    dkim: [{ result: 'pass', aligned: false }],
  })
  const byServer = { ...from, ip: '192.0.2.10' }
  const plain = Buffer.from(mail())
  expect(await authenticate(plain, byServer, dnsOf(withDmarc()))).toMatchObject({ verdict: 'verified' })
  expect(await authenticate(plain, byServer, dnsOf(withDmarc('; aspf=s')))).toMatchObject({ verdict: 'failed' })
})

test('a domain without DMARC is verified by its own signature or server, and otherwise no more than unverified', async () => {
  expect(await authenticate(await signed(mail()), { ...journey, ...stranger }, dnsOf(shop))).toMatchObject({
    verdict: 'verified',
    dmarc: { result: 'none', policy: null },
  })
  expect(await authenticate(Buffer.from(mail()), journey, dnsOf(shop))).toMatchObject({ verdict: 'verified' })
  expect(await authenticate(Buffer.from(mail()), { ...journey, ...stranger }, dnsOf(shop))).toMatchObject({
    verdict: 'unverified',
  })
  const nothing = await authenticate(Buffer.from(mail()), journey, dnsOf({}))
  expect(nothing).toMatchObject({ verdict: 'unverified', temporary: false, spf: { result: 'none' } })
})

test('a signature over the beginning only does not vouch for what was added behind it', async () => {
  const bytes = await signed(mail(), 'shop.example', { maxBodyLength: 10 })
  const found = await authenticate(bytes, { ...journey, ...stranger }, dnsOf(withDmarc()))
  expect(found).toMatchObject({ verdict: 'unverified', dkim: [{ result: 'pass', partial: true }] })
})

test('a signature whose key is gone is told, and vouches for nobody', async () => {
  const { 'k1._domainkey.shop.example': _gone, ...zone } = withDmarc()
  const found = await authenticate(await signed(mail()), { ...journey, ...stranger }, dnsOf(zone))
  expect(found.verdict).toBe('failed')
  expect(found.temporary).toBe(false)
})

test('a chain of those who passed a mail on is told, and is no proof by itself', async () => {
  const sealed = async (text: string) => {
    const seal = { signingDomain: 'relay.example', selector: 'k1', privateKey: pem(sealer), cv: 'none' }
    const headers = await sealMessage(text, { ...seal, authResults: 'relay.example; dmarc=pass' })
    return Buffer.concat([headers, Buffer.from(text)])
  }
  const from = { ...journey, ...stranger }
  const bytes = await sealed(mail())
  const whole = await authenticate(bytes, from, dnsOf(withDmarc()))
  expect(whole).toMatchObject({ verdict: 'failed', arc: { result: 'pass' } })
  expect(whole.reasons.at(-1)).toBe('ARC: the chain of those who passed it on is whole.')
  const changed = Buffer.from(bytes.toString().replace('stuck', 'fixed'))
  expect(await authenticate(changed, from, dnsOf(withDmarc()))).toMatchObject({ arc: { result: 'fail' } })
})

test('a DNS that never answers ends with its limit, and is asked again later', async () => {
  const found = await authenticate(await signed(mail()), journey, silent, { ms: 50 })
  expect(found).toMatchObject({ verdict: 'unknown', temporary: true })
})

test('a server that fails is a temporary fault; what is proved without it is proved', async () => {
  const broken: AskDns = async () => {
    throw Object.assign(new Error('queryTxt ESERVFAIL'), { code: 'ESERVFAIL' })
  }
  expect(await authenticate(await signed(mail()), journey, broken)).toMatchObject({
    verdict: 'unknown',
    temporary: true,
  })
  const zone = dnsOf(withDmarc())
  const spfAway: AskDns = (name, type) => (name === 'shop.example' ? broken(name, type) : zone(name, type))
  expect(await authenticate(await signed(mail()), journey, spfAway)).toMatchObject({
    verdict: 'verified',
    temporary: false,
    spf: { result: 'temperror' },
  })
})

test('a mail that nobody can vouch for asks the DNS nothing', async () => {
  const asked: string[] = []
  const relayed = { ...journey, ip: null, helo: null }
  expect(await authenticate(Buffer.from(mail()), relayed, dnsOf(withDmarc(), asked))).toMatchObject({
    verdict: 'unverified',
  })
  expect(asked).toEqual([])
  expect(await authenticate(await signed(mail()), relayed, dnsOf(withDmarc(), asked))).toMatchObject({
    verdict: 'verified',
    spf: { result: 'skipped' },
  })
  const changed = Buffer.from((await signed(mail())).toString().replace('stuck', 'fixed'))
  expect(await authenticate(changed, relayed, dnsOf(withDmarc()))).toMatchObject({ verdict: 'unverified' })
})

test('a server of ours is believed about this sender; anybody else who writes the same header is not', async () => {
  const relayed = { ...journey, ip: null, believed: ['mx.acme.example'] }
  const told = (results: string) => Buffer.from(`Authentication-Results: ${results}\r\n${mail()}`)
  const verdict = async (results: string, way: Journey = relayed) =>
    (await authenticate(told(results), way, dnsOf({}))).verdict
  const pass = 'mx.acme.example 1; spf=pass; dmarc=pass (p=reject) header.from=shop.example'
  expect(await verdict(pass)).toBe('verified')
  expect(await verdict(pass.replace('dmarc=pass', 'dmarc=fail'))).toBe('failed')
  expect(await verdict(pass, { ...relayed, believed: [] })).toBe('unverified')
  expect(await verdict(pass.replace('mx.acme', 'mx.evil'))).toBe('unverified')
  expect(await verdict(pass.replace('shop.example', 'evil.example'))).toBe('unverified')
  expect(await verdict('mx.acme.example; spf=fail smtp.mailfrom="x; dmarc=pass header.from=shop.example"@e.x')).toBe(
    'unverified',
  )
  expect(await verdict('mx.acme.example; dmarc=none (x; dmarc=pass header.from=shop.example)')).toBe('unverified')
  const older = `${pass}\r\nAuthentication-Results: mx.acme.example; dmarc=fail header.from=shop.example`
  expect(await verdict(older)).toBe('verified')
})

test('who packs many signatures into a mail, or one sender into another, is not checked into a verdict', async () => {
  const bytes = await signed(mail())
  const many = Buffer.concat([...Array(11).fill(Buffer.from('DKIM-Signature: v=1; l=1\r\n')), bytes])
  const asked: string[] = []
  expect(await authenticate(many, journey, dnsOf(withDmarc(), asked))).toMatchObject({ verdict: 'unverified' })
  expect(asked).toEqual([])
  expect(await authenticate(bytes, { ...journey, from: 'ceo@bank.example' }, dnsOf(withDmarc()))).toMatchObject({
    verdict: 'failed',
  })
})

test('lone line feeds are mended before a signature is judged', async () => {
  const bytes = Buffer.from((await signed(mail())).toString().replaceAll('\r\n', '\n'))
  expect(await authenticate(bytes, { ...journey, ...stranger }, dnsOf(withDmarc()))).toMatchObject({
    verdict: 'verified',
  })
})

test('a mail of the largest size is checked whole', { timeout: 90_000 }, async () => {
  const body = `${'x'.repeat(76)}\r\n`.repeat(Math.floor((50 * 1024 * 1024) / 78))
  const began = performance.now()
  // A machine that does ten other things is slow, and not wrong.
  const patient = { ms: 30_000, bodyMs: 45_000 }
  const found = await authenticate(await signed(mail('ada@shop.example', body)), journey, dnsOf(withDmarc()), patient)
  console.info(`50 MB: ${Math.round(performance.now() - began)} ms with signing`)
  expect(found).toMatchObject({ verdict: 'verified', dkim: [{ result: 'pass' }] })
})

test('bytes that are no mail are an answer too', async () => {
  expect(await authenticate(Buffer.from('\0\0\0'), journey, dnsOf({}))).toMatchObject({ dkim: [] })
  expect(await authenticate(Buffer.alloc(0), journey, dnsOf({}))).toMatchObject({ verdict: 'unknown' })
})
