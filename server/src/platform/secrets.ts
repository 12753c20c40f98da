import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Keys made from the one 32-byte key of the installation, one for each purpose. */
export type Keys = { derive(purpose: string): Buffer }

export function openKeys(root: Buffer): Keys {
  if (root.length !== 32) throw new Error('the encryption key must be 32 bytes')
  const made = new Map<string, Buffer>()
  return {
    derive(purpose) {
      const known = made.get(purpose)
      if (known) return known
      const key = Buffer.from(hkdfSync('sha256', root, 'docket', purpose, 32))
      made.set(purpose, key)
      return key
    },
  }
}

/** Where a secret stands. Ciphertext moved to another row, column or organisation cannot be opened. */
export type Place = { orgId: string; table: string; column: string; row: string }

/** AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; the place is authenticated, not stored. */
export function seal(keys: Keys, place: Place, plain: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keys.derive('secrets'), nonce).setAAD(aad(place))
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
}

/** Throws when the key, the place or a single bit is another. */
export function unseal(keys: Keys, place: Place, sealed: string): string {
  if (!sealed.startsWith('v1.')) throw new Error('not a sealed secret')
  const bytes = Buffer.from(sealed.slice(3), 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', keys.derive('secrets'), bytes.subarray(0, 12)).setAAD(aad(place))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

const aad = ({ orgId, table, column, row }: Place) => Buffer.from(JSON.stringify([orgId, table, column, row]))
