import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { AddressRefused } from './outgoing-errors.ts'
import { isPublicAddress } from './public-address.ts'

/** Finds every address of a name. */
export type FindAddresses = (
  hostname: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * Looks names up for a connection that is about to be made, and gives it public addresses alone. What
 * is checked is what is connected to, so a name that changes its mind in between gains nothing.
 */
export function guardedLookup(find: FindAddresses = systemLookup): LookupFunction {
  return (hostname, options, done) => {
    find(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, [])
      const reachable = addresses.filter(({ address }) => isPublicAddress(address))
      const [first] = reachable
      if (!first) return done(new AddressRefused(), [])
      if (options.all) done(null, reachable)
      else done(null, first.address, first.family)
    })
  }
}
