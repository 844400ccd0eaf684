import { asc, gt, isNull, or } from 'drizzle-orm'
import type { JWK } from 'jose'
import type { Db } from '@rose-ash/shared/db'
import { signingKeys } from '@rose-ash/shared/db/models/federation'
import { keySealer } from './key-sealer.ts'
import type { RotationOptions } from './rotate-signing-keys.ts'

/** The private keys to publish the public part of: first the one that signs now. */
export async function readSigningKeys(db: Db, { secret, now }: RotationOptions): Promise<JWK[]> {
  const rows = await db
    .select()
    .from(signingKeys)
    .where(or(isNull(signingKeys.retiredAt), gt(signingKeys.retiredAt, now)))
    .orderBy(asc(signingKeys.signsFrom))
  const signing = rows.findLast(({ signsFrom }) => signsFrom <= now)
  const sealer = keySealer(secret)
  return [...rows.filter((row) => row === signing), ...rows.filter((row) => row !== signing)]
    .map(({ sealedJwk }) => sealer.open(sealedJwk))
    .filter((jwk) => jwk !== undefined)
    .map((jwk): JWK => JSON.parse(jwk))
}
