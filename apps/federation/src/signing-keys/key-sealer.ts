import { createSealer, type Sealer } from '@rose-ash/shared/oauth'

/** Seals the private keys that the database keeps. */
export function keySealer(secret: string): Sealer {
  return createSealer(secret, 'signing keys')
}
