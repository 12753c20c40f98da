import { checkEncodedWord, looksEncoded } from './encodedWords.ts'
import type { Fault } from './mail.ts'

const atext = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
const dotAtom = `${atext}+(?:\\.${atext}+)*`
const quoted = '"(?:[\\t !#-\\[\\]-~]|\\\\[\\t -~])*"'
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
const address = `(?:${dotAtom}|${quoted})@(?:${label}(?:\\.${label})*)`
const word = new RegExp(`[ \\t]*(${atext}+|${quoted})`, 'y')
const angle = new RegExp(`[ \\t]*<(${address})>[ \\t]*`, 'y')
const plain = new RegExp(`[ \\t]*(${address})[ \\t]*`, 'y')

/**
 * A list of addresses by the grammar of RFC 5322, 3.4, without groups, comments and obsolete forms, of which we write none. A name is
 * atoms, quoted strings and encoded words; those last stand alone, never in quotes and never in an address (RFC 2047, section 5).
 */
export function readAddresses(value: string, fault: Fault): string[] {
  const found: string[] = []
  let at = 0
  const take = (what: RegExp): string | undefined => {
    what.lastIndex = at
    const taken = what.exec(value)
    if (taken) at = what.lastIndex
    return taken?.[1]
  }
  do {
    const whole = take(plain)
    const names: string[] = []
    if (whole === undefined) for (let name = take(word); name !== undefined; name = take(word)) names.push(name)
    const one = whole ?? take(angle)
    if (one === undefined) {
      fault(`no address in ${JSON.stringify(value)} at ${at}`)
      return found
    }
    for (const name of names) checkName(name, fault)
    checkAddress(one, fault)
    found.push(one)
  } while (value[at] === ',' && ++at)
  if (at < value.length) fault(`more than addresses in ${JSON.stringify(value)} at ${at}`)
  return found
}

function checkName(name: string, fault: Fault): void {
  if (!looksEncoded(name)) return
  if (name.startsWith('"')) fault(`an encoded word in quotes: ${name}`)
  else checkEncodedWord(name, 'phrase', fault)
}

function checkAddress(one: string, fault: Fault): void {
  const at = one.lastIndexOf('@')
  if (looksEncoded(one)) fault(`an encoded word in an address: ${one}`)
  if (at > 64 || one.length - at - 1 > 255 || one.length > 254) fault(`an address longer than servers take: ${one}`)
}
