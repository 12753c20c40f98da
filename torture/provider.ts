import { createHmac } from 'node:crypto'
import { openGmail } from '../server/test/gmail.ts'
import { openNylas } from '../server/test/nylas.ts'
import { mailbox } from './mail.ts'

/**
 * A provider in a process of its own that nobody kills; whoever forked it gives the orders. It calls Docket when mail
 * has come, as Google and Nylas do: again until it is heard, and now and then twice.
 */
export type Orders = {
  /** What Docket must be told of it. */
  env(): Promise<Record<string, string>>
  /** Takes a mail in; from then on the provider holds it. */
  deliver(raw: string): Promise<void>
  /** A person allows what a page of the provider asks; where the browser goes then. */
  consent(url: string): Promise<string>
  callAt(docket: string): Promise<void>
  /** So large a share of the requests goes wrong from now on; Gmail alone can be told so. */
  misbehave(share: string): Promise<void>
  /** Gmail no longer says what happened up to now. */
  forgetHistory(): Promise<void>
  /** The person takes the access back. */
  revoke(): Promise<void>
  saw(): Promise<Record<string, number>>
}

type Faults = 'misbehave' | 'forgetHistory' | 'revoke'
type Provider = Pick<Orders, 'env' | 'deliver' | 'consent'> & {
  faults?: Pick<Orders, Faults> & { failed(): number }
  call(docket: string): Promise<Response>
  asked: string[]
}

const signer = 'push@project.iam.gserviceaccount.com'
const nylasSecret = 'secret-of-the-calls'
/** So often a call is made twice. */
const twiceOf = 5
const pauseMs = 50
const againMs = 150

async function gmail(): Promise<Provider> {
  const google = await openGmail([mailbox])
  return {
    asked: google.asked,
    env: async () => ({
      GOOGLE_CLIENT_ID: google.clientId,
      GOOGLE_CLIENT_SECRET: google.clientSecret,
      GOOGLE_API_URL: google.url,
      GOOGLE_PUBSUB_TOPIC: 'projects/project/topics/gmail',
      GOOGLE_PUSH_ACCOUNT: signer,
    }),
    deliver: async (raw) => void (await google.deliver(mailbox, raw)),
    async consent(url) {
      google.restore(mailbox)
      return (await google.consent(url, mailbox)).href
    },
    faults: {
      failed: google.failed,
      misbehave: async (share) =>
        google.misbehave({ rate: Number(share), statuses: [429, 403, 500, 503, 'reset', 'cut'] }),
      forgetHistory: google.forgetHistory,
      revoke: async () => google.revoke(mailbox),
    },
    call(docket) {
      const at = `${docket}/api/hooks/gmail`
      const bearer = google.pushToken({ aud: at, email: signer, email_verified: true })
      const data = Buffer.from(JSON.stringify({ emailAddress: mailbox, historyId: 1 })).toString('base64')
      return post(at, JSON.stringify({ message: { data } }), { authorization: `Bearer ${bearer}` })
    },
  }
}

async function nylas(): Promise<Provider> {
  // As many in a page as the real one gives.
  const one = await openNylas({ pageMax: 200, account: mailbox })
  let delivered = 0
  return {
    asked: one.asked,
    env: async () => ({
      NYLAS_CLIENT_ID: one.clientId,
      NYLAS_API_KEY: one.apiKey,
      NYLAS_API_URI: one.apiUrl,
      NYLAS_WEBHOOK_SECRET: nylasSecret,
    }),
    deliver: async (raw) => one.deliver(`mail-${delivered++}`, raw),
    async consent(url) {
      const asked = new URL(url).searchParams
      const answer = new URLSearchParams({ state: asked.get('state') ?? '', code: one.newCode(mailbox) })
      return `${asked.get('redirect_uri')}?${answer}`
    },
    call(docket) {
      const body = JSON.stringify({ type: 'message.created', data: { object: { grant_id: one.grant, id: 'mail' } } })
      const signature = createHmac('sha256', nylasSecret).update(body).digest('hex')
      return post(`${docket}/hooks/nylas`, body, { 'x-nylas-signature': signature })
    },
  }
}

const post = (url: string, body: string, headers: Record<string, string>) =>
  fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
    signal: AbortSignal.timeout(10_000),
  })

async function serveOrders(provider: Provider): Promise<void> {
  const saw = { calls: 0, 'calls twice': 0, 'calls in vain': 0 }
  let docket: string | undefined
  let isNew = false
  const calling = async () => {
    if (docket === undefined || !isNew) return
    isNew = false
    const answer = await provider.call(docket).catch(() => undefined)
    if (answer?.ok) saw.calls++
    else {
      saw['calls in vain']++
      isNew = true
    }
    if (answer?.ok && saw.calls % twiceOf === 0) {
      saw['calls twice']++
      await provider.call(docket).catch(() => undefined)
    }
  }
  const call = (): void => void calling().finally(() => setTimeout(call, isNew ? againMs : pauseMs))
  call()

  const { failed, ...faults } = provider.faults ?? { failed: undefined }
  const orders: Omit<Orders, Faults> & Partial<Orders> = {
    ...faults,
    env: provider.env,
    consent: provider.consent,
    async deliver(raw) {
      await provider.deliver(raw)
      isNew = true
    },
    async callAt(at) {
      docket = at
    },
    saw: async () => ({
      ...saw,
      'requests of Docket': provider.asked.length,
      ...(failed && { 'of them failed': failed() }),
    }),
  }
  process.on('message', async ({ turn, order, word }: { turn: number; order: keyof Orders; word: string }) => {
    try {
      process.send?.({ turn, answer: await orders[order]?.(word) })
    } catch (error) {
      process.send?.({ turn, refused: String(error) })
    }
  })
  // Ctrl-C is for whoever forked it.
  process.on('SIGINT', () => {})
  process.on('disconnect', () => process.exit())
  process.send?.({ turn: 0 })
}

const kinds: Record<string, () => Promise<Provider>> = { gmail, nylas }
await serveOrders(await kinds[process.argv[2] ?? '']!())
