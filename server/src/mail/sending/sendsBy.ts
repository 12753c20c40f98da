/** Who hands the mail to the world, as far as the settings say. */
export type SendsBy =
  | { kind: 'google'; account: string }
  | { kind: 'nylas' }
  | { kind: 'host'; host: string }
  | { kind: 'none' }

/** Those whose mail leaves from many servers, which their own record names. */
const relays = [
  {
    ends: ['gmail.com', 'googlemail.com', 'google.com'],
    ...{ name: 'Google', include: '_spf.google.com', selectors: ['google'] },
  },
  {
    ends: ['office365.com', 'outlook.com'],
    ...{ name: 'Microsoft 365', include: 'spf.protection.outlook.com', selectors: ['selector1', 'selector2'] },
  },
]
export type Relay = (typeof relays)[number]

export function relayOf(by: SendsBy): Relay | undefined {
  if (by.kind === 'google') return relays[0]
  if (by.kind !== 'host') return undefined
  const host = by.host.toLowerCase()
  return relays.find(({ ends }) => ends.some((end) => host === end || host.endsWith(`.${end}`)))
}
