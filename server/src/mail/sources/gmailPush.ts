import { sql } from 'kysely'
import { z } from 'zod'
import { accountOfPush, isPushOfGoogle } from '../../connectors/gmailPush.ts'
import { SourceAway } from '../../connectors/mailSource.ts'
import { type Hook, type HookCall, hookProblem } from '../../platform/hooks.ts'
import type { Store } from '../../platform/store.ts'
import { takeHint } from './hinting.ts'

const notOfGoogle = hookProblem('push-not-believed', 403, 'This call is not signed by Google for us')
const notReadable = hookProblem('not-readable', 400, 'This call is not what Pub/Sub is known to send')
const googleAway = hookProblem('google-away', 503, 'The keys of Google could not be asked for')

/** A push holds an account and a number; what is larger is none. */
const pushBytesMax = 64 * 1024
const Push = z.object({ message: z.object({ data: z.string().default('') }) })

const [path, former] = ['/gmail', '/api/hooks/gmail']

/** Pub/Sub calls when mail comes to a Gmail account, with a token that Google signed: who it is stands in front of the body. */
export const gmailHooks: Hook[] = [
  {
    ...{ method: 'POST', path, former },
    bytesMax: () => pushBytesMax,
    async admit(store, { headers }) {
      const signer = store.config.googlePushAccount
      if (signer === undefined) return undefined
      if (!(await isSigned(store, headers, signer)))
        throw notOfGoogle(
          'Its token is missing, ended, or not signed by Google for GOOGLE_PUSH_ACCOUNT and this address.',
        )
      return async ({ body }) => {
        const account = accountOfPush(dataIn(body))
        // Of something else than an account: nothing to look for.
        if (account !== undefined) await hint(store, account)
        return { type: 'text/plain', text: 'ok' }
      }
    },
  },
]

async function isSigned({ config }: Store, { authorization }: HookCall['headers'], signer: string): Promise<boolean> {
  const [scheme, token] = String(authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'bearer' || !token) return false
  const audiences = [`/hooks${path}`, former].map((at) => `${config.publicUrl}${at}`)
  return isPushOfGoogle(token, { audiences, signer }, config.googleApiUrl).catch((error) => {
    if (error instanceof SourceAway) throw googleAway(error.message, { retry_after: 30 })
    throw error
  })
}

function dataIn(body: Buffer): string {
  try {
    return Push.parse(JSON.parse(body.toString('utf8'))).message.data
  } catch {
    throw notReadable('There is no message in it.')
  }
}

/** It may come twice, late or never: mails come by the pull alone. */
async function hint(store: Store, account: string): Promise<void> {
  const { rows } = await sql<{ org_id: string; mailbox_id: string }>`
    select * from connections_of_account('gmail', ${account})`.execute(store.db)
  await takeHint(store, rows)
}
