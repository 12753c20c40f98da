import { parseMail, Unparsable } from '../server/src/mail/index.ts'
import { bombs } from './bombs.ts'

/** Reads one bomb alone in this process and says what it cost: `node fuzz/bomb.ts <name> <bytes>`. */
const [name = '', of = '1000000'] = process.argv.slice(2)
const make = bombs[name]
if (!make) throw new Error(`There is no bomb “${name}”.`)
await parseMail(Buffer.from('From: a@x.example\nContent-Type: text/html\n\n<p>warm'))
const bytes = make(Number(of))
globalThis.gc?.()
const before = process.memoryUsage.rss()
const began = process.cpuUsage()
let outcome = 'read'
try {
  const read = await parseMail(bytes)
  outcome = `read, ${read.mail.problems.length} problems`
} catch (error) {
  if (!(error instanceof Unparsable)) throw error
  outcome = error.message
}
const spent = process.cpuUsage(began)
const ms = (spent.user + spent.system) / 1000
const peak = Math.max(process.resourceUsage().maxRSS * 1024, process.memoryUsage.rss())
console.log(JSON.stringify({ name, bytes: bytes.length, ms: Math.round(ms), grown: peak - before, outcome }))
