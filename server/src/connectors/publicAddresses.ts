import { BlockList, isIP, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'

/**
 * Whether an address is somebody's on the open Internet, and neither this machine's nor one of a kind that leads back inside: private,
 * shared, local, for groups, for documents, or an IPv4 address in the clothes of IPv6 (mapped, translated, 6to4, Teredo, ISATAP).
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0 || address.includes('%')) return false
  if (closed.check(address, family === 6 ? 'ipv6' : 'ipv4')) return false
  if (family === 6 && (!open.check(address, 'ipv6') || isIsatap(address))) return false
  return !ownAddresses().check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** Of IPv6 only what is given out as global unicast is anybody's; all else is refused without being named. */
const open = listOf(['2000::/3'])

const closed = listOf([
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  // A cloud answers its machines here, under an address that looks like anybody's.
  '168.63.129.16/32',
  ...['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'],
])

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    list.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4')
  }
  return list
}

/** Asked each time: a machine may get an address while it runs. */
function ownAddresses(): BlockList {
  const list = new BlockList()
  for (const { address, family } of Object.values(networkInterfaces()).flatMap((all) => all ?? []))
    list.addAddress(address.split('%')[0] ?? '', family === 'IPv6' ? 'ipv6' : 'ipv4')
  return list
}

/** An interface identifier of this shape holds an IPv4 address. */
const isIsatap = (address: string): boolean => /:5efe:/i.test(address)
