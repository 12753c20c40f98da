import { writeFileSync } from 'node:fs'
import { answerWith } from '../src/mail/parsing/answering.ts'
import { parseMail } from '../src/mail/parsing/parsing.ts'

/** What a mail could do to its reader if the parser had a hole: its subject says which. */
const harms: Record<string, () => unknown> = {
  'never end': () => {
    for (;;);
  },
  'fill the heap': () => {
    const all = []
    for (;;) all.push({ n: all.length })
  },
  'ask for one large object': () => new Array(60e6).fill({}),
  'spread a long text': () => [...'ab'.repeat(30e6)].map((one) => ({ one })),
  crash: () => process.kill(process.pid, 'SIGSEGV'),
  throw: () => {
    throw new Error('a hole in the parser')
  },
  'write a file': () => writeFileSync(`/tmp/hostile-${process.pid}`, ''),
  'read a secret': () => {
    throw new Error(`secrets: ${Object.keys(process.env)}`)
  },
}

answerWith((bytes, envelope) => {
  const subject = /^Subject: (.*?)\r?$/m.exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? ''
  harms[subject]?.()
  return parseMail(bytes, envelope)
})
