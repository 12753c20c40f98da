import { bareAddress, readAddresses } from './addresses.ts'
import type { Recipient } from './parsed.ts'

/** Which of our addresses the mail was meant for, and how sure that is. The envelope is better than any header. */
export function findRecipient(headers: ReadonlyMap<string, readonly string[]>, envelopeTo: string | null): Recipient {
  const envelope = envelopeTo ? bareAddress(envelopeTo) : null
  if (envelope) return { address: envelope, source: 'envelope', confidence: 'high' }

  for (const { name, source, confidence } of evidence) {
    for (const value of headers.get(name) ?? []) {
      const address = bareAddress(value)
      if (address) return { address, source, confidence }
    }
  }
  for (const name of ['to', 'cc']) {
    for (const value of headers.get(name) ?? []) {
      const first = readAddresses(value)[0]
      if (first) return { address: first.address.toLowerCase(), source: 'to_cc_scan', confidence: 'low' }
    }
  }
  return { address: null, source: 'unknown', confidence: 'low' }
}

const evidence = [
  { name: 'x-gm-original-to', source: 'workspace_header', confidence: 'high' },
  { name: 'delivered-to', source: 'delivered_to', confidence: 'medium' },
  { name: 'x-original-to', source: 'x_original_to', confidence: 'medium' },
] as const
