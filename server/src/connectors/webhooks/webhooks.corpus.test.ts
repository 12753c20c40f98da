import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { NotGenuine, NotRaw } from './posted.ts'
import { type ProviderName, providers } from './providers.ts'

/** What providers really posted (multi_mail's fixtures); their signing keys are not known, so Mailgun's are all refused. */
const folder = join(import.meta.dirname, '../../../../../shared/corpus/multi_mail/spec/fixtures')
const isThere = existsSync(folder)
if (!isThere) console.log('Skipped: the posts of providers are not beside the repository.')

const password = 'p'
const authorization = `Basic ${Buffer.from(`docket:${password}`).toString('base64')}`
const now = new Date('2026-03-02T09:00:00Z')

/** The fixtures are HTTP messages; most were saved with bare line feeds, which no form has. */
function posted(path: string) {
  const text = readFileSync(join(folder, path), 'latin1').replace(/\r?\n/g, '\r\n')
  const blank = text.indexOf('\r\n\r\n')
  const headers = Object.fromEntries(
    text
      .slice(0, blank)
      .split('\r\n')
      .slice(1)
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  return { headers: { ...headers, authorization }, body: Buffer.from(text.slice(blank + 4), 'latin1') }
}

const files = (at: string) => (isThere ? readdirSync(join(folder, at)).map((name) => `${at}/${name}`) : [])
const take = (name: ProviderName, path: string) =>
  providers[name].take(posted(path), { password, signingKey: undefined }, now)

describe.skipIf(!isThere)('real posts', () => {
  test.each(isThere ? files('cloudmailin/raw') : ['none'])('%s brings its mail', async (path) => {
    const { mails } = await take('cloudmailin', path)
    expect(mails).toHaveLength(1)
    expect(mails[0]!.bytes.toString('latin1')).toMatch(/^Message-I[dD]: <[^>]+@/m)
    expect(mails[0]).toMatchObject({
      envelopeFrom: 'james@opennorth.ca',
      recipients: [expect.stringContaining('@cloudmailin.net'), expect.any(String)],
    })
  })
  test.each(isThere ? [...files('cloudmailin/json'), ...files('cloudmailin/multipart')] : ['none'])(
    '%s is taken apart',
    async (path) => {
      await expect(take('cloudmailin', path)).rejects.toThrow(NotRaw)
    },
  )
  test.each(isThere ? files('sendgrid') : ['none'])('%s is taken apart', async (path) => {
    await expect(take('sendgrid', path)).rejects.toThrow(NotRaw)
  })
  test.each(isThere ? files('postmark') : ['none'])('%s is taken apart', async (path) => {
    await expect(take('postmark', path)).rejects.toThrow(NotRaw)
  })
  test.each(isThere ? [...files('mailgun/raw'), ...files('mailgun/parsed')] : ['none'])(
    '%s is signed with a key that is not ours',
    async (path) => {
      await expect(take('mailgun', path)).rejects.toThrow(NotGenuine)
    },
  )
})
