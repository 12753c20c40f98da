import { parseArgs } from 'node:util'
import { ConfigFaults, loadConfig, nearest } from '../platform/config.ts'
import { type Command, Misuse, type Terminal } from './commands/command.ts'

type Entry = { name: string; says: string; load(): Promise<{ command: Command }> }

/** Every command there is. Each is loaded when it is called. */
const commands: readonly Entry[] = [
  { name: 'serve', says: 'runs the helpdesk until it is told to stop', load: () => import('./commands/serve.ts') },
  { name: 'migrate', says: 'brings the database to this version', load: () => import('./commands/migrate.ts') },
  {
    name: 'demo',
    says: 'makes the demo organisation once and prints its sign-in',
    load: () => import('./commands/demo.ts'),
  },
  {
    name: 'token create',
    says: 'makes a bearer token that acts as a user',
    load: () => import('./commands/tokenCreate.ts'),
  },
  {
    name: 'user invite',
    says: 'invites somebody, by mail and by the link it prints',
    load: () => import('./commands/userInvite.ts'),
  },
  {
    name: 'user password',
    says: 'sets a new password for a user',
    load: () => import('./commands/userPassword.ts'),
  },
  { name: 'user list', says: 'lists who may sign in', load: () => import('./commands/userList.ts') },
  { name: 'audit', says: 'prints who did what about access', load: () => import('./commands/audit.ts') },
  { name: 'import', says: 'takes in an mbox, mails or a folder of them', load: () => import('./commands/import.ts') },
  {
    name: 'parse',
    says: 'prints what Docket understands of mails; needs no database',
    load: () => import('./commands/parse.ts'),
  },
  {
    name: 'mail balance',
    says: 'lays what providers hold against what is here, mail by mail',
    load: () => import('./commands/mailBalance.ts'),
  },
  { name: 'export', says: 'prints every message, one JSON object a line', load: () => import('./commands/export.ts') },
  {
    name: 'reindex',
    says: 'makes every message findable anew; search goes on meanwhile',
    load: () => import('./commands/reindex.ts'),
  },
  {
    name: 'replay',
    says: 'decides about kept mail anew by today’s rules; sends nothing',
    load: () => import('./commands/replay.ts'),
  },
  {
    name: 'backup',
    says: 'writes database, mails, attachments and keys into one file, while serving',
    load: () => import('./commands/backup.ts'),
  },
  {
    name: 'restore',
    says: 'puts a backup into an empty database, or only checks one',
    load: () => import('./commands/restore.ts'),
  },
  {
    name: 'blobs move',
    says: 'copies mails and attachments from disk to a bucket, or back',
    load: () => import('./commands/blobsMove.ts'),
  },
  {
    name: 'torture',
    says: 'sends mails to any desk while you hurt it, and counts what was lost',
    load: () => import('./commands/torture.ts'),
  },
  { name: 'doctor', says: 'checks this installation and says what to do', load: () => import('./commands/doctor.ts') },
]

/** Runs one command line and returns its exit code. What fails is one sentence on standard error. */
export async function runCli(
  argv: readonly string[],
  terminal: Terminal = thisTerminal(),
  config = loadConfig,
): Promise<number> {
  const [first] = argv
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    const topic = argv.slice(1).join(' ')
    if (first !== 'help' || topic === '') return print(terminal, overview())
    return runCli([...argv.slice(1), '--help'], terminal, config)
  }
  const entry = commands.find(({ name }) => name.split(' ').every((word, i) => argv[i] === word))
  if (!entry) {
    const tried =
      argv
        .slice(0, 2)
        .filter((word) => !word.startsWith('-'))
        .join(' ') || first
    terminal.say(
      `There is no command ${first}; the nearest is ${nearest(
        tried,
        commands.map(({ name }) => name),
      )}. docket help lists all.`,
    )
    return 2
  }
  try {
    const { command } = await entry.load()
    const args = argv.slice(entry.name.split(' ').length)
    if (args.includes('--help') || args.includes('-h')) return print(terminal, helpOf(entry, command))
    const { values, positionals } = parseArgs({ args, options: command.options, allowPositionals: true })
    if (positionals.length > 0 && !command.takesWords)
      throw new Misuse(`docket ${entry.name} takes no ${positionals[0]}.`)
    return (await command.run({ values, words: positionals, terminal, config })) ?? 0
  } catch (error) {
    terminal.say(sentenceOf(error, entry))
    if (terminal.env.LOG_LEVEL === 'debug' && error instanceof Error && error.stack) terminal.say(error.stack)
    return isMisuse(error) ? 2 : 1
  }
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, says }) => `  docket ${name.padEnd(width)}  ${says}`)
  return `${lines.join('\n')}\n  docket ${'help'.padEnd(width)}  prints this; docket <command> --help says more\n`
}

function helpOf({ name, says }: Entry, { takes, options, about, example }: Command): string {
  const flags = Object.entries(options).map(([flag, { type }]) => ({
    flag: `--${flag}${type === 'string' ? ' <…>' : ''}`,
    says: about[flag] ?? '',
  }))
  const width = Math.max(0, ...flags.map(({ flag }) => flag.length))
  return [
    `docket ${name} ${says}.`,
    '',
    `Usage: docket ${[name, takes].filter(Boolean).join(' ')}${flags.length > 0 ? ' [options]' : ''}`,
    ...flags.map(({ flag, says }) => `  ${flag.padEnd(width)}  ${says}`),
    '',
    `Example: ${example}`,
    '',
  ].join('\n')
}

async function print(terminal: Terminal, text: string): Promise<number> {
  await terminal.out(text)
  return 0
}

function isMisuse(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return error instanceof Misuse || code.startsWith('ERR_PARSE_ARGS')
}

function sentenceOf(error: unknown, { name }: Entry): string {
  if (error instanceof ConfigFaults) return error.message
  if (isMisuse(error))
    return `${(error as Error).message.split('. ')[0]?.replace(/\.$/, '')}. docket ${name} --help shows how.`
  // A host with several addresses fails once for each; the first says as much as all.
  const one = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
  const { code, message } = one as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT')
    return `No answer from the database: ${message}.`
  return message || String(one)
}

function thisTerminal(): Terminal {
  const { stdout, stderr, stdin, env } = process
  // `docket export | head` closes the pipe when it has enough: that is no fault.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  const width = () => (stderr.columns || 80) - 1
  return {
    out: (text) => new Promise((resolve) => (stdout.write(text) ? resolve() : stdout.once('drain', resolve))),
    say: (line) => void stderr.write(`${stderr.isTTY ? '\r\x1b[K' : ''}${line}\n`),
    redraw: stderr.isTTY ? (line) => void stderr.write(`\r\x1b[K${line.slice(0, width())}`) : undefined,
    stdin,
    env,
    // npm and the launcher change the folder; the person who typed a relative path stood elsewhere.
    folder: env.INIT_CWD ?? process.cwd(),
  }
}
