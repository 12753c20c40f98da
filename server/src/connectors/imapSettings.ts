import { z } from 'zod'
import { type ImapCredentials, sameName } from './imapLine.ts'
import { accessTokens, type TokenOptions } from './oauthTokens.ts'

// What would end the line of a command.
const Plain = z.string().regex(/^[^\0\r\n]+$/, 'must be one line')

/** What is no secret of a sign-in by OAuth. */
export const ImapOAuth = z.object({
  token_url: z.url({ protocol: /^https$/ }).max(2000),
  client_id: Plain.max(500),
  scope: Plain.max(1000).optional(),
})

export const Folders = z
  .array(Plain.max(500))
  .min(1)
  .max(20)
  .refine((names) => new Set(names.map(sameName)).size === names.length, 'must name each folder once')

export const ImapSettings = z.object({
  host: Plain.max(255),
  port: z.number().int().min(1).max(65535),
  /** `none` is for a server on this machine or a network that nobody else reads. */
  security: z.enum(['tls', 'starttls', 'none']),
  user: Plain.max(320),
  /** The first is watched, the others are looked at every now and then. */
  folders: Folders.default(['INBOX']),
  /** With it the secret is a grant, not a password. */
  oauth: ImapOAuth.optional(),
})
export type ImapSettings = z.output<typeof ImapSettings>

/** The secret beside the settings: a password, or what belongs to the grant. */
export const ImapGrant = z.object({ refresh_token: z.string(), client_secret: z.string().nullable() })

export function imapCredentials({ oauth }: ImapSettings, secret: string, tokens: TokenOptions = {}): ImapCredentials {
  if (!oauth) return { password: secret }
  const { refresh_token: refreshToken, client_secret: clientSecret } = ImapGrant.parse(JSON.parse(secret))
  const { token_url: tokenUrl, client_id: clientId, scope } = oauth
  return { accessToken: accessTokens({ tokenUrl, clientId, clientSecret, refreshToken, scope }, tokens) }
}
