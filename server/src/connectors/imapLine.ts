import { ImapFlow } from 'imapflow'
import { imapFault } from './imapFaults.ts'
import type { ImapSettings } from './imapSettings.ts'
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
  name: string
  validity: string
  uidNext: number | undefined
  exists(): number
  /** What the ids of its mails begin with. */
  numbering: string
  /** What the ids begin with of mails in the other folders that are read. */
  beside: string[]
  providerId(uid: number): string
  ask<R>(work: (imap: ImapFlow) => Promise<R>): Promise<R>
}

/** A connection to one folder at a time, made when it is needed and made again when it was lost. */
export type ImapLine = {
  /** The folder (the first, unless it is said which) as it is now: whether it is still there and still numbered as before is asked each time. */
  look(folder?: string): Promise<Folder>
  /** What changes when a folder does, without leaving the one that is open; undefined when the server does not tell. */
  glance(folder: string): Promise<string | undefined>
  /** Those of this user that can be read, the first of all first. */
  folders(): Promise<NamedFolder[]>
  /** Resolves when there may be something new in the first folder. What came since the last look counts. */
  wait(signal: AbortSignal): Promise<void>
  close(): void
}

/** `use`: what the server says that it is for (RFC 6154). */
export type NamedFolder = { name: string; use: string | null }

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
  const [first] = settings.folders as [string]
  let open = first
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
      throw imapFault(imap.usable ? error : (broken.get(imap) ?? error), where())
    }
  }
  const where = () => ({ ...settings, folder: open })
  const closedBy = (imap: ImapFlow) =>
    Object.assign(new Error('closed'), { code: 'EConnectionClosed', reason: imap.byeReason })

  const connect = async (folder: string): Promise<ImapFlow> => {
    const imap = newClient(settings, await authOf(settings, credentials), options)
    imap.on('error', (error) => broken.set(imap, error))
    imap.on('exists', () => {
      if (open !== first) return
      hasNews = true
      tell()
    })
    client = imap
    if (isClosed) throw new SourceAway('closed')
    try {
      await imap.connect()
      open = folder
      await openFolder(imap, where())
    } catch (error) {
      imap.close()
      throw imapFault(error, where())
    }
    openedAt = examinedAt = performance.now()
    return imap
  }

  const folderOf = (imap: ImapFlow): Folder => {
    if (!imap.mailbox) throw imapFault(closedBy(imap), where())
    const { uidValidity, uidNext } = imap.mailbox
    const validity = String(uidValidity ?? 0)
    const numbering = `${placeOf(settings, open)}${validity}:`
    return {
      name: open,
      validity,
      uidNext,
      beside: settings.folders.filter((name) => name !== open).map((name) => placeOf(settings, name)),
      exists: () => (imap.mailbox ? imap.mailbox.exists : 0),
      numbering,
      providerId: (uid) => `${numbering}${uid}`,
      ask: (work) => asked(imap, work),
    }
  }

  return {
    async look(folder = first) {
      const wasTold = hasNews
      if (folder === first) hasNews = false
      const imap = client
      if (!imap?.usable || !imap.mailbox) return folderOf(await connect(folder))
      if (open !== folder || performance.now() - examinedAt >= reopenMs) {
        open = folder
        await asked(imap, (one) => openFolder(one, where()))
        examinedAt = performance.now()
      } else if (!wasTold) await asked(imap, (one) => one.noop())
      return folderOf(imap)
    },

    async glance(folder) {
      const imap = client
      if (!imap?.usable || !imap.mailbox) return undefined
      // The last one (RFC 7162) is asked of servers that have it: one mail gone and a late one there leave the others as they were.
      const query = { messages: true, uidNext: true, uidValidity: true, highestModseq: true }
      // That it is not there is said when it is opened.
      const told = await asked(imap, (one) => one.status(folder, query).catch(() => false as const))
      return told ? [told.uidValidity, told.uidNext, told.messages, told.highestModseq].join(' ') : undefined
    },

    async folders() {
      const imap = client?.usable ? client : await connect(first)
      const listed = await asked(imap, (one) => one.list())
      const named = listed.filter(({ flags }) => !flags.has('\\Noselect') && !flags.has('\\NonExistent'))
      return named.map(({ path, specialUse }) => ({ name: path, use: specialUse?.slice(1).toLowerCase() ?? null }))
    },

    async wait(signal) {
      const imap = client
      if (!imap?.usable || hasNews || open !== first) return
      await new Promise<void>((resolve, reject) => {
        const began = performance.now()
        const end = (fault?: unknown) => {
          tell = () => {}
          imap.off('close', lost)
          signal.removeEventListener('abort', stop)
          fault ? reject(imapFault(fault, where())) : resolve()
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
      const line = client
      client = undefined
      // A farewell that nobody answers is not waited for.
      line?.close()
    },
  }
}

type Server = Omit<ImapSettings, 'oauth' | 'folders'>

/** Two accounts, and two folders, may number their mails alike. A colon ends the name. */
export const placeOf = ({ user, host }: Server, folder: string): string =>
  `imap:${user}@${host}/${folder.replaceAll('%', '%25').replaceAll(':', '%3A')}:`

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
async function openFolder(imap: ImapFlow, { host, folder }: { host: string; folder: string }): Promise<void> {
  try {
    await imap.mailboxOpen(folder, { readOnly: true })
  } catch (error) {
    // Servers refuse for many reasons; whether the folder is there is asked for itself.
    if (!imap.usable) throw error
    const folders = await imap.list()
    if (folders.some(({ path }) => sameName(path) === sameName(folder))) throw error
    throw new SourceRefused(
      `There is no folder “${folder}” at ${host}: it was deleted or renamed. Choose a folder that is there.`,
    )
  }
}

/** Only of the inbox does it not matter how it is written. */
export const sameName = (folder: string): string => (/^inbox$/i.test(folder) ? 'INBOX' : folder)
