import { ImapFlow } from 'imapflow'
import type { ImapSettings } from './imap.ts'
import { imapFault } from './imapFaults.ts'
import { SourceAway, SourceRefused } from './mailSource.ts'

export type ImapCredentials = { password: string } | { accessToken(): Promise<string> }
export type LineOptions = {
  bytesMax: number
  /** Certificates of authorities to believe in besides the usual ones. */
  ca?: string
  /** A line that is silent for so long while an answer is due is given up. */
  silenceMs?: number
}

/** One folder, seen over one connection: with another connection its numbers may mean other mails. */
export type Folder = {
  validity: string
  uidNext: number | undefined
  exists(): number
  /** What the ids of its mails begin with. */
  numbering: string
  providerId(uid: number): string
  ask<R>(work: (imap: ImapFlow) => Promise<R>): Promise<R>
}

/** A connection to a folder, made when it is needed and made again when it was lost. */
export type ImapLine = {
  /** The folder as it is now: whether it is still there and still numbered as before is asked each time. */
  look(): Promise<Folder>
  /** Resolves when there may be something new. What came since the last look counts. */
  wait(signal: AbortSignal): Promise<void>
  close(): void
}

/** A folder can be replaced behind an open connection; so often it is opened anew. */
const reopenMs = 50_000
/** Servers end connections now and then; sooner than this it is trouble. */
const steadyMs = 60_000
/** An IDLE that ends at once was refused, whatever the server calls it. */
const idleMs = 1_000

export function imapLine(given: ImapSettings, credentials: ImapCredentials, options: LineOptions): ImapLine {
  const settings = { ...given, oauth: 'accessToken' in credentials || undefined }
  let client: ImapFlow | undefined
  /** Why a connection was lost; the command that was under way only hears that it was. */
  const broken = new WeakMap<ImapFlow, unknown>()
  let openedAt = 0
  let examinedAt = 0
  let isClosed = false
  let hasNews = false
  let tell = () => {}

  const asked = async <R>(imap: ImapFlow, work: (imap: ImapFlow) => Promise<R>): Promise<R> => {
    try {
      const answer = await work(imap)
      // Over a connection that was lost, everything is answered as if the folder were empty.
      if (!imap.usable || !imap.mailbox) throw closedBy(imap)
      return answer
    } catch (error) {
      throw imapFault(imap.usable ? error : (broken.get(imap) ?? error), settings)
    }
  }
  const closedBy = (imap: ImapFlow) =>
    Object.assign(new Error('closed'), { code: 'EConnectionClosed', reason: imap.byeReason })

  const connect = async (): Promise<ImapFlow> => {
    const imap = newClient(settings, await authOf(settings, credentials), options)
    imap.on('error', (error) => broken.set(imap, error))
    imap.on('exists', () => {
      hasNews = true
      tell()
    })
    client = imap
    if (isClosed) throw new SourceAway('closed')
    try {
      await imap.connect()
      await openFolder(imap, settings)
    } catch (error) {
      imap.close()
      throw imapFault(error, settings)
    }
    openedAt = examinedAt = performance.now()
    return imap
  }

  const folderOf = (imap: ImapFlow): Folder => {
    if (!imap.mailbox) throw imapFault(closedBy(imap), settings)
    const { uidValidity, uidNext } = imap.mailbox
    const validity = String(uidValidity ?? 0)
    // Two accounts may number their mails alike.
    const numbering = `imap:${settings.user}@${settings.host}/${settings.folder}:${validity}:`
    return {
      validity,
      uidNext,
      exists: () => (imap.mailbox ? imap.mailbox.exists : 0),
      numbering,
      providerId: (uid) => `${numbering}${uid}`,
      ask: (work) => asked(imap, work),
    }
  }

  return {
    async look() {
      hasNews = false
      const imap = client
      if (!imap?.usable || !imap.mailbox) return folderOf(await connect())
      if (performance.now() - examinedAt < reopenMs) await asked(imap, (one) => one.noop())
      else {
        await asked(imap, (one) => openFolder(one, settings))
        examinedAt = performance.now()
      }
      return folderOf(imap)
    },

    async wait(signal) {
      const imap = client
      if (!imap?.usable || hasNews) return
      await new Promise<void>((resolve, reject) => {
        const began = performance.now()
        const end = (fault?: unknown) => {
          tell = () => {}
          imap.off('close', lost)
          signal.removeEventListener('abort', stop)
          fault ? reject(imapFault(fault, settings)) : resolve()
        }
        const stop = () => end()
        const lost = () => end(performance.now() - openedAt < steadyMs && closedBy(imap))
        tell = stop
        imap.once('close', lost)
        signal.addEventListener('abort', stop, { once: true })
        if (signal.aborted) stop()
        else imap.idle().then(() => performance.now() - began > idleMs && end(), end)
      })
    },

    close() {
      isClosed = true
      const open = client
      client = undefined
      // A farewell that nobody answers is not waited for.
      open?.close()
    },
  }
}

type Server = Omit<ImapSettings, 'oauth'>

function newClient(
  { host, port, security, user }: Server,
  auth: { pass: string } | { accessToken: string },
  { bytesMax, ca, silenceMs = 90_000 }: LineOptions,
): ImapFlow {
  return new ImapFlow({
    host,
    port,
    secure: security === 'tls',
    ...(security !== 'tls' && { doSTARTTLS: security === 'starttls' }),
    ...(ca && { tls: { ca } }),
    auth: { user, ...auth },
    logger: false,
    disableAutoIdle: true,
    // Its tables cost more memory than hundreds of quiet connections can be given.
    disableCompression: true,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    // Longer than a rest between two pulls, which is a sign of life itself.
    socketTimeout: silenceMs,
    maxIdleTime: 5 * 60_000,
    maxLiteralSize: bytesMax + 1024,
    maxLineLength: lineMax,
    maxResponseSize: bytesMax + lineMax,
  })
}

/** The numbers of two million mails fit one line. */
const lineMax = 16 * 1024 * 1024

const authOf = async ({ host }: Server, credentials: ImapCredentials) => {
  if (!('password' in credentials)) return { accessToken: await credentials.accessToken() }
  if (credentials.password === '') throw new SourceRefused(`There is no password for ${host}.`)
  return { pass: credentials.password }
}

/** Only examined: what we read stays unread there. */
async function openFolder(imap: ImapFlow, { host, folder }: Server): Promise<void> {
  try {
    await imap.mailboxOpen(folder, { readOnly: true })
  } catch (error) {
    // Servers refuse for many reasons; whether the folder is there is asked for itself.
    if (!imap.usable) throw error
    const folders = await imap.list()
    if (folders.some(({ path }) => path === folder || (/^inbox$/i.test(path) && /^inbox$/i.test(folder)))) throw error
    throw new SourceRefused(
      `There is no folder “${folder}” at ${host}: it was deleted or renamed. Choose a folder that is there.`,
    )
  }
}
