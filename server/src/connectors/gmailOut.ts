import { Readable } from 'node:stream'
import { gmailFault, Missing } from './gmailFaults.ts'
import { type Gmail, type GoogleApp, type OAuth, openGoogle } from './google.ts'
import { headerLines, withHiddenRecipients } from './mailHeader.ts'
import { type Found, type MailOut, SendFailed, type Step, type WayOut } from './mailOut.ts'
import { SourceAway, SourceRefused } from './mailSource.ts'

export const gmailSendScope = 'https://www.googleapis.com/auth/gmail.send'
/** Any of these lets us send. */
const enough: readonly string[] = [
  gmailSendScope,
  'https://www.googleapis.com/auth/gmail.compose',
  'https://www.googleapis.com/auth/gmail.modify',
  'https://mail.google.com/',
]

export const letsSend = (scopes: readonly string[]): boolean => enough.some((scope) => scopes.includes(scope))
export const maySendNot = (account: string): string =>
  `Google was told to let Docket read ${account}, and not to send. Connect it again and allow sending.`

/** More than this goes as an upload: the mail in the middle of JSON has a limit of Google's. */
const plainMax = 4 * 1024 * 1024

/** Mail leaves by the account itself, which puts a copy among its sent mails. */
export function gmailOut({ account }: { account: string }, refreshToken: string, appOf: () => GoogleApp): WayOut {
  let opening: Promise<{ oauth: OAuth; gmail: Gmail }> | undefined
  const open = () => {
    opening ??= openGoogle(appOf()).then((google) => {
      google.oauth.setCredentials({ refresh_token: refreshToken })
      return google
    })
    return opening
  }
  const mustSend = async (): Promise<Gmail> => {
    const { oauth, gmail } = await open()
    await oauth.getAccessToken()
    const granted = (oauth.credentials.scope ?? '').split(/\s+/).filter(Boolean)
    if (granted.length > 0 && !letsSend(granted)) throw new SourceRefused(maySendNot(account))
    return gmail
  }

  /** Where the answered mail is, so that the account shows both together; without it Google guesses by the References. */
  const threadOf = async (gmail: Gmail, raw: Uint8Array): Promise<string | undefined> => {
    const [, answered] = headerLines(raw).flatMap((line) => /^in-reply-to:\s*<([^<>\s"]{1,900})>/i.exec(line) ?? [])
    if (!answered) return undefined
    try {
      const { data } = await gmail.users.messages.list({ userId: 'me', q: `rfc822msgid:${answered}`, maxResults: 1 })
      return data.messages?.[0]?.threadId ?? undefined
    } catch {
      // Whoever may only send may not look, and the mail leaves all the same.
      return undefined
    }
  }

  return {
    async send({ to, raw }: MailOut) {
      const bytes = withHiddenRecipients(raw, to)
      let handed = false
      try {
        const gmail = await mustSend()
        const threadId = await threadOf(gmail, raw)
        handed = true
        const { data } = await gmail.users.messages.send({
          userId: 'me',
          ...(bytes.length > plainMax
            ? {
                requestBody: { ...(threadId && { threadId }) },
                media: { mimeType: 'message/rfc822', body: Readable.from([bytes], { objectMode: false }) },
              }
            : { requestBody: { raw: bytes.toString('base64url'), ...(threadId && { threadId }) } }),
        })
        const says = `Google took it as ${data.id}.`
        return { response: says, recipients: to.map((address) => ({ address, accepted: true, says })) }
      } catch (error) {
        if (statusOf(error) === 401) opening = undefined
        throw failureOf(error, account, handed)
      }
    },

    async findSent(messageId, { mark, since }): Promise<Found> {
      try {
        const { gmail } = await open()
        const asked = { userId: 'me', maxResults: 5, includeSpamTrash: true }
        const { data } = await gmail.users.messages.list({ ...asked, q: `rfc822msgid:${messageId}` })
        if (data.messages?.length) return 'there'
        // Google may have given it another Message-ID: what was sent since then is looked through for our own header.
        const after = Math.floor(since.getTime() / 1000) - 60
        const sent = await gmail.users.messages.list({
          ...asked,
          labelIds: ['SENT'],
          q: `after:${after}`,
          maxResults: 50,
        })
        for (const { id } of sent.data.messages ?? []) {
          const metadataHeaders = ['X-Docket-Message-ID']
          const one = await gmail.users.messages.get({ userId: 'me', id: id!, format: 'metadata', metadataHeaders })
          if (one.data.payload?.headers?.some(({ value }) => value?.trim() === mark)) return 'there'
        }
        return 'absent'
      } catch (error) {
        const fault = gmailFault(error, account)
        // Who may not look, or cannot now, knows nothing of it.
        if (fault instanceof SourceRefused || fault instanceof SourceAway || fault instanceof Missing) return 'unknown'
        throw fault
      }
    },

    async check(): Promise<Step[]> {
      try {
        await mustSend()
        return [{ step: 'sign-in', ok: true, says: `Google lets Docket send as ${account}.` }]
      } catch (error) {
        return [{ step: 'sign-in', ok: false, says: gmailFault(error, account).message }]
      }
    },
    close() {
      opening = undefined
    },
  }
}

const statusOf = (error: unknown) => (error as { response?: { status?: number } }).response?.status

function failureOf(error: unknown, account: string, handed: boolean): SendFailed {
  const status = statusOf(error)
  const fault = gmailFault(error, account)
  if (fault instanceof SourceRefused) return new SendFailed('temporary', fault.message, error, { ofWay: 'refused' })
  const isBusy = status === 429 || status === 403
  // It was asked whole, and what became of it is not known: an answer of 5xx is no refusal either.
  if (handed && !isBusy && (status === undefined || status >= 500) && !neverArrived(error))
    return new SendFailed('unsure', `${fault.message} Google may or may not have sent it.`, error)
  if (fault instanceof SourceAway)
    return new SendFailed('temporary', fault.message, error, { ofWay: 'away', retryAfterMs: fault.retryAfterMs })
  if (status !== undefined && status >= 400)
    return new SendFailed('permanent', `Google does not take it (${status}): ${fault.message}`, error)
  return new SendFailed('temporary', fault.message, error)
}

const neverArrived = (error: unknown): boolean => {
  const codes = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } }
  return codes.includes(String(code)) || codes.includes(String(cause?.code))
}
