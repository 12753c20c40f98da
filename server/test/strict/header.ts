import { readAddresses } from './addresses.ts'
import { checkEncodedWord, looksEncoded } from './encodedWords.ts'
import type { Fault } from './mail.ts'
import { type Parameters, readParameters } from './parameters.ts'

export type Field = { name: string; value: string }
export type OfContent = { type: Parameters; encoding: string; disposition: Parameters | undefined }

/** Once, and never missing. */
const needed = ['from', 'date', 'message-id', 'mime-version']
/** Who is named there would be known to all, or it is for those on the way to write. */
const forbidden = ['bcc', 'return-path', 'received', 'sender']

/** The header of a whole mail. Says how its content is to be read. */
export function headerOf(block: string, fault: Fault): OfContent {
  const fields = fieldsOf(block, fault)
  const one = (name: string) => fields.find((field) => field.name === name)?.value
  for (const name of needed) if (one(name) === undefined) fault(`no ${name}`)
  for (const name of forbidden) if (one(name) !== undefined) fault(`a field that is not ours to write: ${name}`)
  if (one('to') === undefined && one('cc') === undefined) fault('it is to nobody')
  for (const { name, value } of fields) checkField(name, value, fault)
  if (readAddresses(one('from') ?? '', () => {}).length !== 1) fault('it is not from one')
  return contentOf(fields, fault)
}

/** The header of a part: of its content, and of nothing else. */
export function partHeaderOf(block: string, fault: Fault): OfContent {
  const fields = fieldsOf(block, fault)
  for (const { name } of fields) if (!name.startsWith('content-')) fault(`a part has a field ${name}`)
  return contentOf(fields, fault)
}

function contentOf(fields: readonly Field[], fault: Fault): OfContent {
  const one = (name: string) => fields.find((field) => field.name === name)?.value
  const [type, disposition, id] = [one('content-type'), one('content-disposition'), one('content-id')]
  if (type === undefined) fault('nothing says of what type it is')
  if (id !== undefined && !isOwnId(id)) fault(`not an id: ${id}`)
  return {
    type: readParameters(type ?? 'text/plain', fault),
    encoding: (one('content-transfer-encoding') ?? '7bit').toLowerCase(),
    disposition: disposition === undefined ? undefined : readParameters(disposition, fault),
  }
}

/** The fields, unfolded, each once. A line that can be folded is no longer than 78, with an encoded word 76 (RFC 5322, 2.1.1; 2047, 2). */
function fieldsOf(block: string, fault: Fault): Field[] {
  const fields: Field[] = []
  for (const line of block === '' ? [] : block.split('\r\n')) {
    const last = fields.at(-1)
    const field = /^([!-9;-~]+):(?: (.*))?$/.exec(line)
    if (/^[ \t]/.test(line) && last) last.value += line
    else if (field) fields.push({ name: field[1]!.toLowerCase(), value: field[2] ?? '' })
    else fault(`not a header line: ${JSON.stringify(line)}`)
    if (/^[ \t]*$/.test(line)) fault('a header line of white space alone')
    const [most, content] = [looksEncoded(line) ? 76 : 78, line.replace(/^[!-9;-~]+: |^[ \t]+/, '')]
    if (line.length > most && /[ \t]/.test(content.trim())) fault(`a header line that could be folded: ${line}`)
  }
  for (const field of fields) {
    field.value = field.value.trim()
    if (field.value === '') fault(`an empty field: ${field.name}`)
  }
  const names = fields.map(({ name }) => name)
  for (const name of new Set(names)) if (names.indexOf(name) !== names.lastIndexOf(name)) fault(`twice: ${name}`)
  return fields
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const date = /^(Sun|Mon|Tue|Wed|Thu|Fri|Sat), \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}$/
const atoms = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
const ownId = new RegExp(`^<${atoms}@${atoms}>$`)
const isOwnId = (value: string): boolean => ownId.test(value)
/** The ids of others are named as they gave them, or nobody would find what is meant: any signs without space between brackets. */
const anyId = /^<[!-;=?-~]+>$/

function checkField(name: string, value: string, fault: Fault): void {
  if (['from', 'to', 'cc', 'reply-to'].includes(name)) readAddresses(value, (says) => fault(`${name}: ${says}`))
  else if (name === 'date') {
    const day = date.exec(value)?.[1]
    if (!day || days[new Date(value).getUTCDay()] !== day) fault(`not a date: ${value}`)
  } else if (name === 'message-id') {
    if (!isOwnId(value)) fault(`not an id of ours: ${value}`)
  } else if (name === 'in-reply-to' || name === 'references') {
    const ids = value.trim().split(/[ \t]+/)
    for (const id of ids) if (!anyId.test(id)) fault(`${name} names what is no id: ${id}`)
    if (new Set(ids).size < ids.length) fault(`${name} names an id twice: ${value}`)
  } else if (name === 'mime-version') {
    if (value !== '1.0') fault(`MIME of version ${value}`)
  } else if (!name.startsWith('content-'))
    for (const word of value.split(/[ \t]+/)) if (looksEncoded(word)) checkEncodedWord(word, 'text', fault)
}
