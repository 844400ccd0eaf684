import ipaddr from 'ipaddr.js'

/**
 * Whether an IP address is one of the public internet. Everything else is refused: this machine, its
 * neighbours, a cloud's metadata service, multicast, and the ways to write an IPv4 address into an
 * IPv6 one (mapped, NAT64, 6to4, Teredo), behind which any of those may stand.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  // IANA has given out nothing but 2000::/3; what lies outside is local in one way or another.
  return parsed.kind() === 'ipv4' || parsed.match(ipaddr.parseCIDR('2000::/3'))
}

/** The IP address that a URL's host name is, or undefined when it is a name. */
export function addressOf(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1')
  return ipaddr.isValid(bare) ? bare : undefined
}
