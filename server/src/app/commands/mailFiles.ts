import { createReadStream } from 'node:fs'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import { readMbox } from '../../mail/index.ts'

export type MailFile = {
  /** As it was given or found. */
  path: string
  at: string
  size: number
  isMbox: boolean
}

/**
 * The files that hold mail among these paths: each named file as it is, and in folders, at any depth and in order of name, those that
 * are called .eml or .mbox or begin like a mail. What cannot be read is told and not thrown, so that the others come first.
 */
export async function* findMailFiles(
  paths: readonly string[],
  folder: string,
  unreadable: (path: string, sentence: string) => void,
): AsyncGenerator<MailFile> {
  for (const path of paths) yield* look(path, resolve(folder, path), true, unreadable)
}

/** The mails of a file, one at a time; `took` is told of every piece that was read. */
export async function* mailsOf(file: MailFile, took: (bytes: number) => void = () => {}): AsyncGenerator<Uint8Array> {
  if (file.isMbox) yield* readMbox(counted(createReadStream(file.at, { highWaterMark: 1024 * 1024 }), took))
  else {
    const bytes = await readFile(file.at)
    took(bytes.byteLength)
    yield bytes
  }
}

export async function* counted(
  stream: AsyncIterable<Uint8Array>,
  took: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of stream) {
    took(piece.byteLength)
    yield piece
  }
}

async function* look(
  path: string,
  at: string,
  isNamed: boolean,
  unreadable: (path: string, sentence: string) => void,
): AsyncGenerator<MailFile> {
  let names: string[]
  try {
    const found = await stat(at)
    if (!found.isDirectory()) {
      if (!found.isFile()) throw new Error('it is neither a file nor a folder')
      const head = await firstBytes(at)
      if (isNamed || looksLikeMail(path, head)) yield { path, at, size: found.size, isMbox: isMbox(path, head) }
      return
    }
    names = (await readdir(at)).filter((name) => !name.startsWith('.')).sort()
  } catch (error) {
    return unreadable(path, `${path} cannot be read: ${whyUnreadable(error)}.`)
  }
  for (const name of names) yield* look(join(path, name), join(at, name), false, unreadable)
}

/** An .eml is one mail, even when the program that saved it left the mbox's first line in it. */
function isMbox(path: string, head: string): boolean {
  const kind = extname(path).toLowerCase()
  return kind === '.mbox' || (kind !== '.eml' && head.startsWith('From '))
}

function looksLikeMail(path: string, head: string): boolean {
  const kind = extname(path).toLowerCase()
  if (kind === '.eml' || kind === '.mbox') return true
  return /^(?:From .|(?:Return-Path|Received|Delivered-To|X-[\w-]+|Date|From|To|Subject|Message-ID|MIME-Version|DKIM-Signature)[ \t]*:)/i.test(
    head,
  )
}

async function firstBytes(at: string): Promise<string> {
  const file = await open(at, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
    return buffer.toString('latin1', 0, bytesRead)
  } finally {
    await file.close()
  }
}

export function whyUnreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'it does not exist'
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not read it'
  return message
}
