import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import { faultsOf } from '../server/test/strict/mail.ts'

/**
 * A mail server in a process of its own that nobody kills: `node torture/receiver.ts <ledger>`. What it took in stands
 * in the ledger before it answers, and it takes a moment to answer: then it has the mail, and the sender does not know.
 * Behind each mail stands what a strict reader finds wrong with it.
 */
const answerMs = 40

const ledger = openSync(process.argv[2]!, 'ax', 0o600)
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData: (stream, _session, done) =>
    void buffer(stream)
      .then(async (bytes) => {
        const mail = bytes.toString('latin1')
        const messageId = /^Message-ID:\s*(\S+)/im.exec(mail)?.[1] ?? 'none'
        // What is answered is quoted below it: the first name of a reply is its own.
        const nonce = /torture-[0-9a-f]{8}-\d+/.exec(mail.slice(mail.indexOf('\r\n\r\n')))?.[0] ?? 'none'
        const faults = faultsOf(bytes).join('; ').replaceAll(/\s+/g, ' ')
        writeSync(ledger, `${nonce} ${messageId} ${faults}\n`)
        fdatasyncSync(ledger)
        await sleep(Math.random() * answerMs)
        done()
      })
      // The sender broke off before the final dot.
      .catch(done),
})
// A sender that is killed breaks its line.
server.on('error', () => {})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.server.address() as AddressInfo).port }))
// Ctrl-C is for whoever forked it.
process.on('SIGINT', () => {})
process.on('disconnect', () => {
  closeSync(ledger)
  process.exit()
})
