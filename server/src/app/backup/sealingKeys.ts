import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { Keys } from '../../platform/secrets.ts'

/** What must come along for a restored installation to open its secrets. */
const Secrets = z.object({ encryption_key: z.string(), demo_password: z.string().optional() })
export type Secrets = z.output<typeof Secrets>

const Sealed = z.object({
  kdf: z.literal('scrypt'),
  cost: z
    .number()
    .int()
    .max(2 ** 20),
  salt: z.string(),
  nonce: z.string(),
  tag: z.string(),
  body: z.string(),
})

/** Half a second and 128 MB for each guess. */
const cost = 2 ** 17
const derive = promisify<string, Buffer, number, object, Buffer>(scrypt)
const keyOf = (passphrase: string, salt: Buffer, n: number) =>
  derive(passphrase.normalize('NFC'), salt, 32, { N: n, r: 8, p: 1, maxmem: 256 * 8 * n })

/** Under a passphrase, so that the file alone opens no secret in it. */
export async function sealSecrets(passphrase: string, secrets: Secrets): Promise<Buffer> {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)]
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt, cost), nonce)
  const body = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()])
  const sealed: z.input<typeof Sealed> = {
    kdf: 'scrypt',
    cost,
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    body: body.toString('base64'),
  }
  return Buffer.from(`${JSON.stringify(sealed)}\n`)
}

export async function openSecrets(passphrase: string, bytes: Buffer): Promise<Secrets> {
  const { cost, ...sealed } = Sealed.parse(JSON.parse(bytes.toString('utf8')))
  const part = (name: 'salt' | 'nonce' | 'tag' | 'body') => Buffer.from(sealed[name], 'base64')
  const key = await keyOf(passphrase, part('salt'), cost)
  const decipher = createDecipheriv('aes-256-gcm', key, part('nonce')).setAuthTag(part('tag'))
  try {
    const plain = Buffer.concat([decipher.update(part('body')), decipher.final()])
    return Secrets.parse(JSON.parse(plain.toString('utf8')))
  } catch (error) {
    throw new Error('The passphrase does not open the keys in this backup.', { cause: error })
  }
}

/** Tells two keys apart and nothing else. */
export const checkOf = (keys: Keys): string => keys.derive('backup check').toString('hex').slice(0, 32)
