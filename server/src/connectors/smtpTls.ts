import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import type { Logger } from 'pino'

/** Where certificate (with its chain) and key lie; who renews them writes them anew. */
export type TlsFiles = { certFile: string; keyFile: string }
export type TlsPair = { cert: string; key: string }

const lookMs = 10_000

/** Both files, tried; throws a sentence when they do not belong together or cannot be read. */
export function readPair({ certFile, keyFile }: TlsFiles): TlsPair {
  const [cert, key] = [read(certFile, 'DOCKET_SMTP_TLS_CERT'), read(keyFile, 'DOCKET_SMTP_TLS_KEY')]
  try {
    createSecureContext({ cert, key })
  } catch (error) {
    throw new Error(`${certFile} and ${keyFile} are no certificate and its key: ${(error as Error).message}`)
  }
  return { cert, key }
}

/**
 * Looks every few seconds whether the files have changed, for what follows links and replaces folders no watcher sees. A pair that
 * is half written or wrong is left alone: the one before serves on.
 */
export function followPair(
  files: TlsFiles,
  now: TlsPair,
  { onPair, log, everyMs = lookMs }: { onPair(pair: TlsPair): void; log: Logger; everyMs?: number | undefined },
): { stop(): void } {
  let current = now
  let told = ''
  const timer = setInterval(() => {
    try {
      const pair = readPair(files)
      told = ''
      if (pair.cert === current.cert && pair.key === current.key) return
      current = pair
      onPair(pair)
      log.info({ valid_to: new X509Certificate(pair.cert).validTo }, 'smtp: the certificate is a new one')
    } catch (err) {
      const says = (err as Error).message
      if (says !== told) log.error({ err }, 'smtp: the new certificate cannot be used; the one before is kept')
      told = says
    }
  }, everyMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

function read(path: string, setting: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Error(`${setting} cannot be read: ${(error as Error).message}`)
  }
}
