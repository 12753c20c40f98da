import { createHmac } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { z } from 'zod'
import { isSame } from '../../connectors/webhooks/posted.ts'
import { type Hook, hookProblem } from '../../platform/hooks.ts'
import type { Store } from '../../platform/store.ts'
import { takeHint } from './hinting.ts'

const notOfNylas = hookProblem('not-genuine', 401, 'This call is not signed by Nylas for us')
const notReadable = hookProblem('not-readable', 400, 'This call is not what Nylas is known to send')

const callBytesMax = 4 * 1024 * 1024
const Call = z.object({ data: z.object({ object: z.object({ grant_id: z.string().max(200) }) }) })

/** Nylas proves once that the address is ours, and then says when something happened to a grant. */
export const nylasHooks: Hook[] = [
  {
    method: 'GET',
    path: '/nylas',
    bytesMax: () => 1,
    admit: async ({ config }) =>
      config.nylasClientId === undefined
        ? undefined
        : async ({ query }) => {
            const { challenge } = query
            if (typeof challenge !== 'string' || !/^[\w.~-]{1,500}$/.test(challenge))
              throw notReadable('There is no challenge in it.')
            return { type: 'text/plain', text: challenge }
          },
  },
  {
    method: 'POST',
    path: '/nylas',
    bytesMax: () => callBytesMax,
    admit: async (store, { headers }) => {
      const secret = store.config.nylasWebhookSecret
      if (secret === undefined) return undefined
      const signature = String(headers['x-nylas-signature'] ?? '').toLowerCase()
      if (signature === '') throw notOfNylas('It has no signature.')
      return async ({ body }) => {
        const expected = createHmac('sha256', secret).update(body).digest('hex')
        if (!isSame(signature, expected)) throw notOfNylas('The signature is not made with NYLAS_WEBHOOK_SECRET.')
        const call = Call.safeParse(jsonIn(body, headers['content-encoding'] === 'gzip'))
        // Of something else than a grant: nothing to look for.
        if (call.success) await hint(store, call.data.data.object.grant_id)
        return { type: 'text/plain', text: 'ok' }
      }
    },
  },
]

function jsonIn(body: Buffer, isPacked: boolean): unknown {
  try {
    return JSON.parse((isPacked ? gunzipSync(body, { maxOutputLength: callBytesMax }) : body).toString('utf8'))
  } catch (error) {
    throw notReadable((error as Error).message)
  }
}

/** It may come twice, late or never: mails come by the pull alone. */
async function hint(store: Store, grant: string): Promise<void> {
  const { rows } = await sql<{ org_id: string; mailbox_id: string }>`
    select * from connections_by_grant(${grant})`.execute(store.db)
  await takeHint(store, rows)
}
