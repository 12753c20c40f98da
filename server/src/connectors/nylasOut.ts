import { z } from 'zod'
import { withHiddenRecipients } from './mailHeader.ts'
import { type Found, type MailOut, SendFailed, type Step, type WayOut } from './mailOut.ts'
import { SourceAway, SourceRefused } from './mailSource.ts'
import { askNylas, NotThere, type NylasApp } from './nylasApi.ts'
import { Folders, Grant, Page } from './nylasShapes.ts'

const Sent = z.object({ data: z.object({ id: z.string() }) })
const Headed = Page(
  z.object({
    id: z.string(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  }),
)
const sendMs = 120_000

/** Mail leaves by a grant at Nylas, whose provider puts a copy among its sent mails. */
export function nylasOut({ account, grant }: { account: string; grant: string }, app: NylasApp): WayOut {
  const at = `grants/${encodeURIComponent(grant)}`

  return {
    async send({ to, raw, messageId }: MailOut) {
      const form = new FormData()
      // A part with a name: Nylas takes it as a file, byte for byte.
      form.set(
        'mime',
        new Blob([new Uint8Array(withHiddenRecipients(raw, to))], { type: 'message/rfc822' }),
        'mail.eml',
      )
      try {
        const answer = await fetch(`${app.apiUrl}/v3/${at}/messages/send?type=mime`, {
          method: 'POST',
          // Within an hour, the same key is the same mail: what it has sent already it does not send again.
          headers: {
            authorization: `Bearer ${app.apiKey}`,
            accept: 'application/json',
            'idempotency-key': messageId.slice(0, 256),
          },
          body: form,
          redirect: 'error',
          signal: AbortSignal.timeout(sendMs),
        })
        const text = (await answer.text()).slice(0, 100_000)
        if (!answer.ok) throw failureOf(answer, text, account)
        const says = `Nylas took it as ${Sent.parse(JSON.parse(text)).data.id}.`
        return { response: says, recipients: to.map((address) => ({ address, accepted: true, says })) }
      } catch (error) {
        if (error instanceof SendFailed) throw error
        const { cause, message } = error as Error & { cause?: { code?: string; message?: string } }
        const why = cause?.message ?? message
        if (['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(cause?.code ?? ''))
          throw new SendFailed('temporary', `Nylas could not be reached: ${why}.`, error, { ofWay: 'away' })
        throw new SendFailed('unsure', `Nylas gave no answer (${why}): it may or may not have sent it.`, error)
      }
    },

    async findSent(messageId, { mark, since }): Promise<Found> {
      try {
        const folders = Folders.parse(await askNylas(app, { path: `${at}/folders`, query: { limit: '200' } }))
        const sent = folders.data.find(
          ({ id, name, attributes }) =>
            attributes?.some((one) => /^\\?sent$/i.test(one)) || /^sent$/i.test(id) || /^sent$/i.test(name ?? ''),
        )
        if (!sent) return 'unknown'
        const after = String(Math.floor(since.getTime() / 1000) - 60)
        const query = { in: sent.id, received_after: after, limit: '50', fields: 'include_headers' }
        const { data } = Headed.parse(await askNylas(app, { path: `${at}/messages`, query }))
        const isIt = (name: string, value: string) =>
          (/^message-id$/i.test(name) && value.trim() === `<${messageId}>`) ||
          (/^x-docket-message-id$/i.test(name) && value.trim() === mark)
        const isThere = data.some(({ headers }) => headers?.some(({ name, value }) => isIt(name, value)))
        return isThere ? 'there' : 'absent'
      } catch (error) {
        if (error instanceof SourceAway || error instanceof SourceRefused || error instanceof NotThere) return 'unknown'
        throw error
      }
    },

    async check(): Promise<Step[]> {
      try {
        const { data } = Grant.parse(await askNylas(app, { path: at }))
        const ok = data.grant_status === 'valid'
        const says = ok ? `Nylas lets Docket in as ${account}.` : `Nylas says that the grant is ${data.grant_status}.`
        const steps = [{ step: 'sign-in', ok, says }]
        const scopes = data.scope ?? []
        if (!ok || scopes.length === 0) return steps
        const maySend = scopes.some((scope) =>
          /gmail\.(?:send|compose|modify)|mail\.send|mail\.google\.com\/$|smtp\.send/i.test(scope),
        )
        const words = maySend
          ? 'The grant may send.'
          : 'The grant may read and not send: connect it again with a scope for sending.'
        return [...steps, { step: 'scope', ok: maySend, says: words }]
      } catch (error) {
        if (!(error instanceof SourceAway || error instanceof SourceRefused || error instanceof NotThere)) throw error
        return [{ step: 'sign-in', ok: false, says: error.message }]
      }
    },
    close() {},
  }
}

function failureOf({ status, headers }: Response, text: string, account: string): SendFailed {
  const said = saidIn(text)
  const quoted = said ? ` It says: “${said}”` : ''
  const seconds = Number(headers.get('retry-after') ?? '')
  const retryAfterMs = seconds > 0 ? Math.min(seconds, 86_400) * 1000 : undefined
  const ofWay = (kind: 'away' | 'refused', says: string) =>
    new SendFailed('temporary', says + quoted, undefined, { ofWay: kind, retryAfterMs })
  if (status === 429) return ofWay('away', 'Nylas asks us to send less.')
  if (status === 401 || status === 403) return ofWay('refused', `Nylas does not let Docket send as ${account}.`)
  if (status === 404) return ofWay('refused', `Nylas does not know this grant any more: connect ${account} again.`)
  if (status === 503 && retryAfterMs) return ofWay('away', 'Nylas asks us to come later.')
  if (status >= 500)
    return new SendFailed('unsure', `Nylas answered ${status}: it may or may not have sent it.${quoted}`)
  return new SendFailed('permanent', `Nylas does not take it (${status}).${quoted}`)
}

function saidIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: unknown } }
    return String(error?.message ?? '').slice(0, 300)
  } catch {
    // The page of some gateway says nothing of use.
    return ''
  }
}
