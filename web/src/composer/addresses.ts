export type Named = { name: string; address: string }

/** As strict as an envelope, not as the RFCs: what fails here would not arrive. */
export const isAddress = (text: string): boolean =>
  text.length <= 320 && /^[^\s@<>(),;:"[\]\\]{1,64}@(?:[^\s@<>(),;:"[\]\\.]+\.)+[^\s@<>(),;:"[\]\\.]{2,}$/u.test(text)

/**
 * What was typed or pasted, as people: separated by commas, semicolons or lines; `Ada Lovelace <ada@example.com>` or
 * bare.
 */
export function peopleIn(text: string): Named[] {
  const people: Named[] = []
  for (const part of text.match(/(?:"[^"]*"|<[^>]*>|[^,;\n\r\t"<])+/g) ?? []) {
    const said = part.trim()
    if (said === '') continue
    const named = /^(.*?)\s*<\s*([^>]*?)\s*>$/s.exec(said)
    if (named) {
      const before = people.at(-1)
      // `Lovelace, Ada <ada@example.com>`: what stood before the comma was no address, but her name.
      const family = before && !before.address.includes('@') && before.name === '' ? people.pop()!.address : ''
      const given = unquoted(named[1]!)
      people.push({ name: family ? `${given} ${family}`.trim() : given, address: named[2]! })
      continue
    }
    // Addresses with nothing but spaces between them are a list too.
    const words = said.split(/\s+/)
    if (words.length > 1 && words.every(isAddress)) people.push(...words.map((address) => ({ name: '', address })))
    else people.push({ name: '', address: said.replace(/^mailto:/i, '') })
  }
  return people
}

const unquoted = (name: string) => name.replace(/^["']+|["']+$/g, '').trim()

export const sameAddress = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()

export const withoutTwins = (people: readonly Named[]): Named[] =>
  people.filter((one, at) => people.findIndex(({ address }) => sameAddress(address, one.address)) === at)

export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

export type Recipients = { to: Named[]; cc: Named[]; bcc: Named[] }
export const everybody = ({ to, cc, bcc }: Recipients): Named[] => [...to, ...cc, ...bcc]

/** `To Ada, cc Bob and 2 more; 3 outside your company`: who will get it, before it is sent. */
export function whoGetsIt(recipients: Recipients, ownDomains: ReadonlySet<string>): string {
  const named = (people: Named[]) => {
    const names = people.map(({ name, address }) => name || address)
    return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ')
  }
  const parts = [
    recipients.to.length > 0 ? `To ${named(recipients.to)}` : '',
    recipients.cc.length > 0 ? `cc ${named(recipients.cc)}` : '',
    recipients.bcc.length > 0 ? `bcc ${named(recipients.bcc)}` : '',
  ].filter(Boolean)
  if (parts.length === 0) return 'To nobody yet'
  const all = everybody(recipients)
  const outside = all.filter(({ address }) => !ownDomains.has(domainOf(address))).length
  const where =
    all.length === 1 ? '' : outside === 0 ? '; all inside your company' : `; ${outside} outside your company`
  const said = parts.join(', ')
  return `${said.slice(0, 1).toUpperCase()}${said.slice(1)}${where}`
}
