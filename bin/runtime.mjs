// What every command needs before it can run: the packages of the lockfile and a Node that strips types. It has no dependencies and
// runs on Node 20, because it is what brings the rest.
import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Brings node_modules to the lockfile's state. Two starts at once install once; a tree that npm already brought there is taken as it is. */
export async function ensureInstalled() {
  const wanted = sha256(readFileSync(join(root, 'package-lock.json')))
  const stamp = join(root, 'node_modules', '.docket-installed')
  const isCurrent = () => existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === wanted
  if (isCurrent()) return

  await exclusively('install', async () => {
    if (isCurrent()) return
    const missing = missingPackages()
    if (missing.length > 0) await install(missing)
    writeFileSync(stamp, wanted)
  })
}

/** The running Node when it strips types itself, else the one the lockfile pins. */
export function pinnedNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  const binary = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(binary)) return binary
  throw new Sentence(
    `Docket needs Node 22.18 or newer; this is ${process.versions.node}, and no pinned Node came for ${process.platform}-${process.arch}.`,
  )
}

/**
 * After 6,000 mails the server holds 370 MB with Node's own settings, 280 MB with a young generation of 8 MB a half, and 210 MB when
 * glibc besides keeps two heaps instead of eight a core. Processor time is the same within the noise.
 */
export const nodeFlags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8']
export const leanMemory = { MALLOC_ARENA_MAX: '2' }

/** Runs a script as if it were this process: its terminal, its signals, its exit code. */
export function underPinnedNode(script, args, { env = {} } = {}) {
  const child = spawn(pinnedNode(), [...nodeFlags, script, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...environment(), INIT_CWD: process.env.INIT_CWD ?? process.cwd(), ...env },
  })
  forwardSignals(child)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })
}

/** Runs a script quietly; the output is for whoever has to explain a failure. */
export function capture(script, args, { cwd = root, env = {} } = {}) {
  const child = spawn(pinnedNode(), [...nodeFlags, script, ...args], { cwd, env: { ...environment(), ...env } })
  const chunks = []
  child.stdout.on('data', (chunk) => chunks.push(chunk))
  child.stderr.on('data', (chunk) => chunks.push(chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }))
  })
}

/** One at a time over all processes of this clone. The holder touches its lock, so one left by a killed process ages. */
export async function exclusively(name, work) {
  const lock = join(root, '.runtime', `${name}.lock`)
  const mine = `${lock}.${process.pid}.${randomUUID()}`
  mkdirSync(dirname(lock), { recursive: true })
  writeFileSync(mine, String(process.pid))
  try {
    for (let waits = 0; !linked(mine, lock); waits++) {
      if (isAbandoned(lock)) rmSync(lock, { force: true })
      else if (waits === 0) say(`Waiting for another ${name} of this clone to finish …`)
      await sleep(250)
    }
    const touching = setInterval(() => utimesSync(lock, new Date(), new Date()), 2000)
    try {
      return await work()
    } finally {
      clearInterval(touching)
      rmSync(lock, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

/** Shows that long work is alive: one line that counts, in a terminal; a first and a last line elsewhere. */
export async function progressing(title, work, howFar = () => undefined) {
  const began = performance.now()
  const seconds = () => Math.round((performance.now() - began) / 1000)
  if (!process.stderr.isTTY) say(`${title} …`)
  const drawing = process.stderr.isTTY && setInterval(() => process.stderr.write(`\r\x1b[K${line()}`), 200)
  const line = () => {
    const far = howFar()
    if (!far) return `${title} … ${seconds()} s`
    const filled = Math.round((far.done / far.all) * 24)
    const rate = far.done / Math.max(1, seconds())
    const left = far.done > 0 ? `, ${Math.ceil((far.all - far.done) / rate)} s left` : ''
    return `${title} [${'█'.repeat(filled)}${'░'.repeat(24 - filled)}] ${far.done}/${far.all}, ${rate.toFixed(0)}/s${left}`
  }
  try {
    return await work()
  } finally {
    clearInterval(drawing)
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
    say(`${title}: ${seconds()} s`)
  }
}

/** A fault that a person can act on: shown as its sentence, without a stack. */
export class Sentence extends Error {}

export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0
  } catch (error) {
    say(error instanceof Sentence ? error.message : (error?.stack ?? String(error)))
    process.exitCode = 1
  }
}

/** Chatter goes to stderr: stdout belongs to the command's own output. */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Scripts that call `node` themselves must meet the pinned one. */
function environment() {
  return { ...leanMemory, ...process.env, PATH: `${dirname(pinnedNode())}:${process.env.PATH ?? ''}` }
}

/** The lockfile's packages for this platform that are not here in their version. */
function missingPackages() {
  return packagesForHere().filter(([path, { version }]) => {
    const manifest = join(root, path, 'package.json')
    return !existsSync(manifest) || JSON.parse(readFileSync(manifest, 'utf8')).version !== version
  })
}

function packagesForHere() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const libc = process.report?.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
  const fits = (only, here) => {
    const names = [only ?? []].flat()
    const isOpen = names.every((name) => name.startsWith('!'))
    return names.includes(here) || (isOpen && !names.includes(`!${here}`))
  }
  const isHere = (entry) =>
    fits(entry.os, process.platform) &&
    fits(entry.cpu, process.arch) &&
    (process.platform !== 'linux' || fits(entry.libc, libc))
  const inherits = (path) => packages[path.slice(0, path.lastIndexOf('/node_modules/'))]
  return Object.entries(packages).filter(
    ([path, entry]) =>
      path.includes('node_modules/') &&
      !entry.link &&
      isHere(entry) &&
      (!path.includes('/node_modules/') || isHere(inherits(path) ?? {})),
  )
}

async function install(missing) {
  const all = packagesForHere()
  const args = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const arrived = () => all.filter(([path]) => existsSync(join(root, path, 'package.json'))).length
  const { code, output } = await progressing(
    `Installing ${all.length} packages (${missing.length} missing)`,
    () => npm(args),
    () => ({ done: arrived(), all: all.length }),
  )
  if (code !== 0) throw new Sentence(`npm ci failed:\n${output}`)
}

function npm(args) {
  const child = spawn('npm', args, { cwd: root, env: process.env, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks = []
  child.stdout.on('data', (chunk) => chunks.push(chunk))
  child.stderr.on('data', (chunk) => chunks.push(chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }))
  })
}

function linked(from, to) {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function isAbandoned(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > 20_000) return true
    process.kill(Number(readFileSync(lock, 'utf8')), 0)
    return false
  } catch (error) {
    if (error.code === 'ESRCH') return true
    if (error.code === 'ENOENT' || error.code === 'EPERM') return false
    throw error
  }
}

/**
 * A terminal delivers Ctrl-C to the whole group, the child among it: passing it on would be a second Ctrl-C, which means "at once" to many.
 * And npm passes on what it gets, so the same signal twice within 2 s is one signal.
 */
function forwardSignals(child) {
  const last = {}
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      const isEcho = performance.now() - (last[signal] ?? Number.NEGATIVE_INFINITY) < 2000
      last[signal] = performance.now()
      const isFromTerminal = signal === 'SIGINT' && process.stdin.isTTY
      if (!isEcho && !isFromTerminal) child.kill(signal)
    })
  }
}
