import { parseMail, Unparsable } from '../server/src/mail/index.ts'
import { bombs } from './bombs.ts'

/**
 * Reads bombs and says what each cost, in processor time and memory, one line of JSON each: `node fuzz/bomb.ts <bytes> [name]`. The
 * peak of memory is of the process: it says something of one bomb only when that is read alone.
 */
const [of = '1000000', only] = process.argv.slice(2)
for (let n = 0; n < 50; n++) await parseMail(Buffer.from('From: a@x.example\nContent-Type: text/html\n\n<p>warm'))
for (const [name, make] of Object.entries(bombs)) {
  if (only !== undefined && name !== only) continue
  const bytes = make(Number(of))
  const before = process.memoryUsage.rss()
  const began = process.cpuUsage()
  const outcome = await outcomeOf(bytes)
  const { user, system } = process.cpuUsage(began)
  const grown = Math.max(0, process.resourceUsage().maxRSS * 1024 - before)
  console.log(
    JSON.stringify({ name, bytes: bytes.length, cpuMs: Math.round((user + system) / 1000), grown, ...outcome }),
  )
}

async function outcomeOf(bytes: Buffer): Promise<{ refused: string | null; problems: string[] }> {
  try {
    return { refused: null, problems: (await parseMail(bytes)).mail.problems }
  } catch (error) {
    if (error instanceof Unparsable) return { refused: error.message, problems: error.read?.mail.problems ?? [] }
    throw error
  }
}
