import type { Readable } from 'node:stream'
import type { Logger } from 'pino'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import { noteOnSpan, span } from '../platform/tracing.ts'
import { countPeers } from './smtpPeers.ts'
import { followPair, readPair, type TlsFiles } from './smtpTls.ts'

export type ArrivedMail = {
  bytes: Buffer
  /** Empty for the null sender `<>`. */
  envelopeFrom: string
  recipients: string[]
  /** Who handed it over: the address on the network, and the name given in EHLO. */
  peer: { ip: string; helo: string }
}

export type SmtpIn = {
  host: string
  port: number
  bytesMax: number
  /** Whether mail for this address is ours to take. */
  onRecipient(address: string): Promise<boolean>
  /** Resolves once the mail is durable; only then is the sender told 250. */
  onMail(mail: ArrivedMail): Promise<void>
  log: Logger
  /** STARTTLS is offered with these, and with them only. */
  tls?: TlsFiles | undefined
  /** Mail servers of our own may have as many connections as there are. */
  isOurs?(ip: string): boolean
  limits?: Partial<typeof limitsOfAll>
}

const connectionsMax = 200
/** What a stranger may use up. A sender that is slower than this comes again, and one that means harm stays away. */
const limitsOfAll = {
  /** Of one address. */
  connectionsMax: 20,
  recipientsMax: 100,
  /** From one mail, or the beginning, to the next DATA. */
  betweenMs: 5 * 60_000,
  /** From DATA to the final dot. */
  mailMs: 15 * 60_000,
  /** How often the files of the certificate are looked at. */
  certificateMs: 10_000,
}
/** Mails in flight may hold this many times the largest mail; what comes beyond it is asked to come again. */
const bufferedMails = 4

/**
 * Takes mail over SMTP. A 250 is a promise: it follows `onMail`, and whatever goes wrong before it (disk full, database away, a
 * fault of ours) is a 4xx, so that the sender keeps the mail and comes again.
 */
export async function startSmtpIn(smtp: SmtpIn): Promise<{ port: number; close(): Promise<void> }> {
  const { host, bytesMax, log, tls } = smtp
  const limits = { ...limitsOfAll, ...smtp.limits }
  const pair = tls && readPair(tls)
  let buffered = 0

  const receive = async (stream: SMTPServerDataStream, about: Omit<ArrivedMail, 'bytes'>): Promise<void> => {
    const chunks: Buffer[] = []
    let held = 0
    let refusal: Error | undefined
    try {
      for await (const chunk of stream as Readable as AsyncIterable<Buffer>) {
        if (refusal) continue
        held += chunk.length
        buffered += chunk.length
        chunks.push(chunk)
        if (held > bytesMax)
          refusal = reply(552, `5.3.4 the mail is larger than the ${bytesMax} bytes that are taken here`)
        else if (buffered > bufferedMails * bytesMax)
          refusal = reply(452, '4.3.1 too much mail is arriving at once, please come again')
        if (refusal) {
          chunks.length = 0
          buffered -= held
          held = 0
        }
      }
      if (refusal) throw refusal
      const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
      noteOnSpan({ bytes: bytes.length, recipients: about.recipients.length })
      await smtp.onMail({ bytes, ...about })
    } finally {
      buffered -= held
    }
  }

  const server = new SMTPServer({
    banner: 'Docket',
    size: bytesMax,
    maxClients: connectionsMax,
    authOptional: true,
    disabledCommands: pair ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    ...pair,
    maxRecipients: limits.recipientsMax,
    disableReverseLookup: true,
    socketTimeout: 60_000,
    closeTimeout: 20_000,
    logger: false,
    onConnect({ remoteAddress }, done) {
      if (!peers.hasTooMany(remoteAddress)) return done()
      log.info({ ip: remoteAddress }, 'smtp: too many connections of one address')
      done(reply(421, '4.7.0 too many connections from your address, please come again'))
    },
    onRcptTo({ address }, _session, done) {
      smtp.onRecipient(address).then(
        (known) => done(known ? null : reply(550, '5.1.1 nobody here has this address')),
        (err) => {
          log.error({ err }, 'smtp: cannot look up a recipient')
          done(reply(451, '4.3.0 the address cannot be looked up just now, please come again'))
        },
      )
    },
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope
      const recipients = rcptTo.map(({ address }) => address)
      const { remoteAddress, hostNameAppearsAs } = session
      peers.expect(session, limits.mailMs)
      stream.once('end', () => peers.expect(session, limits.betweenMs))
      const envelopeFrom = mailFrom ? mailFrom.address : ''
      const helo = printable(hostNameAppearsAs || '')
      const about = { kind: 'in', attributes: { 'network.peer.address': remoteAddress } } as const
      const received = span('smtp.receive', about, () =>
        receive(stream, { envelopeFrom, recipients, peer: { ip: remoteAddress, helo } }),
      )
      received.then(
        () => done(null, '2.0.0 kept'),
        (err) => {
          if (isReply(err)) return done(err)
          if (stream.destroyed && !stream.readableEnded) log.info('smtp: a sender hung up in the middle of a mail')
          else log.error({ err }, 'smtp: a mail could not be kept')
          done(reply(451, '4.3.0 the mail could not be kept just now, please come again'))
        },
      )
    },
  })
  const peers = countPeers(server.server, {
    connectionsMax: limits.connectionsMax,
    isOurs: smtp.isOurs ?? (() => false),
    firstMs: limits.betweenMs,
    onSlow: (ip) => log.info({ ip }, 'smtp: a sender was too slow'),
  })
  const following =
    tls && pair
      ? followPair(tls, pair, {
          onPair: (next) => server.updateSecureContext(next),
          log,
          everyMs: limits.certificateMs,
        })
      : undefined
  // A connection that breaks is its own error; the listener keeps it from ending the process.
  server.on('error', (err) => log.warn({ err }, 'smtp: connection failed'))

  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(smtp.port, host, () => {
      server.server.off('error', reject)
      resolve()
    })
  })
  const bound = server.server.address()
  return {
    port: typeof bound === 'object' && bound ? bound.port : smtp.port,
    close: () => {
      following?.stop()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** A name that a stranger gives himself. */
const printable = (name: string): string => name.replace(/[^\x21-\x7e]/g, '').slice(0, 255)

type Reply = Error & { responseCode: number }

function reply(responseCode: number, sentence: string): Reply {
  return Object.assign(new Error(sentence), { responseCode })
}

const isReply = (error: unknown): error is Reply => error instanceof Error && 'responseCode' in error
