import { checkEncodedWord, decoded, looksEncoded } from './encodedWords.ts'
import type { Fault } from './mail.ts'

/** `text/plain; charset=utf-8`: its value in small letters, and what is said of it. */
export type Parameters = { value: string; of: Map<string, string> }

const token = "[A-Za-z0-9!#$%&'*+.^_`{|}~-]+"
const begin = new RegExp(`^${token}(?:/${token})?`)
const next = new RegExp(`[ \\t]*;[ \\t]*(${token})=(?:(${token})|"((?:[\\t !#-\\[\\]-~]|\\\\[\\t -~])*)")`, 'y')
const extended = /^(?:[A-Za-z0-9!#$&+.^_`{|}~-]|%[0-9A-F]{2})*$/

/** The value of a Content-Type or Content-Disposition (RFC 2045, 5.1), what is cut in pieces or encoded put together (RFC 2231). */
export function readParameters(field: string, fault: Fault): Parameters {
  const value = begin.exec(field)?.[0]
  if (!value) fault(`not a value with parameters: ${field}`)
  const of = new Map<string, string>()
  let at = value?.length ?? field.length
  for (;;) {
    next.lastIndex = at
    const [whole, name, bare, inQuotes] = next.exec(field) ?? []
    if (whole === undefined || name === undefined) break
    at += whole.length
    if (of.has(name.toLowerCase())) fault(`a parameter twice: ${name}`)
    const said = bare ?? inQuotes!.replace(/\\(.)/g, '$1')
    of.set(name.toLowerCase(), said)
  }
  if (field.slice(at).trim() !== '') fault(`not a parameter: ${field.slice(at)}`)
  const joined = putTogether(of, fault)
  checkNames(joined, fault)
  return { value: (value ?? '').toLowerCase(), of: joined }
}

function putTogether(said: ReadonlyMap<string, string>, fault: Fault): Map<string, string> {
  const whole = new Map<string, string>()
  const pieces = new Map<string, { nth: number; isEncoded: boolean; value: string }[]>()
  for (const [key, value] of said) {
    const [, name, nth, star] = /^([^*]+)(?:\*(\d+))?(\*)?$/.exec(key) ?? []
    if (name === undefined) fault(`not a name of a parameter: ${key}`)
    else if (nth === undefined && star === undefined) whole.set(name, value)
    else
      pieces.set(name, [...(pieces.get(name) ?? []), { nth: Number(nth ?? 0), isEncoded: star !== undefined, value }])
  }
  for (const [name, of] of pieces) {
    const inOrder = of.toSorted((a, b) => a.nth - b.nth)
    if (whole.has(name) || inOrder.some(({ nth }, n) => nth !== n)) fault(`the pieces of ${name} are not whole`)
    const [, charset = 'us-ascii', first] = /^([A-Za-z0-9-]+)'[A-Za-z-]*'(.*)$/s.exec(inOrder[0]!.value) ?? []
    if (inOrder[0]!.isEncoded && first === undefined) fault(`${name} says no charset`)
    const bytes = inOrder.map(({ isEncoded, value }, n) => {
      const content = n === 0 && first !== undefined ? first : value
      if (!isEncoded) return Buffer.from(content, 'latin1')
      if (!extended.test(content)) fault(`a sign in ${name} that must be encoded: ${content}`)
      const plain = content.replace(/%([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
      return Buffer.from(plain, 'latin1')
    })
    whole.set(name, decoded(Buffer.concat(bytes), charset, fault))
  }
  return whole
}

/**
 * An encoded word may not stand in quotes, and what stands there is read as it is (RFC 2047, section 5). The one that all the world
 * writes is the old `name` of a Content-Type: readers that know no RFC 2231 have the name of a file from nowhere else. It has to be legal
 * word by word.
 */
function checkNames(of: ReadonlyMap<string, string>, fault: Fault): void {
  for (const [name, value] of of) {
    if (!looksEncoded(value)) continue
    if (name !== 'name') fault(`an encoded word in a parameter: ${name}=${value}`)
    else for (const word of value.split(' ')) checkEncodedWord(word, 'text', fault)
  }
}
