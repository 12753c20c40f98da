import { createHash, randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { Running } from '../e2e/server.ts'

/** Who may connect mailboxes. */
export async function adminToken(pool: pg.Pool): Promise<string> {
  const token = `dkt_${randomBytes(24).toString('base64url')}`
  await pool.query(
    `insert into api_token (id, org_id, user_id, token_hash, name, created_at)
      select uuidv7(), org_id, id, $1, 'bench', now() from app_user where role = 'admin' and email like '%@demo.localhost' limit 1`,
    [createHash('sha256').update(token).digest()],
  )
  return token
}

/** Asks what must not fail. */
export const asking = (docket: Running, token: string) => async (method: string, path: string, body?: object) => {
  const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) }
  const answer = await fetch(`${docket.url}/api${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  })
  if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
  return answer.status === 204 ? {} : ((await answer.json()) as Record<string, never>)
}
