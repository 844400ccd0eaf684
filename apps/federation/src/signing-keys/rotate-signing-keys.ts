import { desc, eq, inArray, lte, or, sql } from 'drizzle-orm'
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import type { Db } from '@rose-ash/shared/db'
import { signingKeys } from '@rose-ash/shared/db/models/federation'
import { sessionSeconds, signingAlgorithm } from '@rose-ash/shared/oauth'
import { keySealer } from './key-sealer.ts'

const dayMs = 24 * 60 * 60 * 1_000
/** A key signs for this long. */
const signsMs = 30 * dayMs
/** It is published for this long before it signs, so that everybody has seen it by then. */
const aheadMs = 2 * dayMs
/** Apps show an ID token at sign-out, as long as a session lasts: till then its key is published. */
const afterMs = sessionSeconds * 1_000 + dayMs

export interface RotationOptions {
  secret: string
  now: Date
}

/**
 * Makes the first signing key, or the next one when it is time, and deletes those whose last token
 * no longer matters. Asked twice, even at once, it does nothing more.
 */
export async function rotateSigningKeys(db: Db, { secret, now }: RotationOptions): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('federation.signing_keys'))`)
    await deleteUseless(tx, { secret, now })
    const [newest] = await tx
      .select({ kid: signingKeys.kid, signsFrom: signingKeys.signsFrom })
      .from(signingKeys)
      .orderBy(desc(signingKeys.signsFrom))
      .limit(1)
    if (!newest) return insertKey(tx, { secret, signsFrom: now })
    const due = newest.signsFrom.getTime() + signsMs
    if (now.getTime() < due - aheadMs) return undefined
    const signsFrom = new Date(Math.max(due, now.getTime() + aheadMs))
    await insertKey(tx, { secret, signsFrom })
    const retiredAt = new Date(signsFrom.getTime() + afterMs)
    await tx.update(signingKeys).set({ retiredAt }).where(eq(signingKeys.kid, newest.kid))
  })
}

/** A key that cannot be opened was sealed with another platform's secret: nobody can use it. */
async function deleteUseless(tx: Db, { secret, now }: RotationOptions): Promise<void> {
  const sealer = keySealer(secret)
  const keys = await tx.select().from(signingKeys)
  const lost = keys.filter(({ sealedJwk }) => !sealer.open(sealedJwk)).map(({ kid }) => kid)
  await tx
    .delete(signingKeys)
    .where(or(lte(signingKeys.retiredAt, now), inArray(signingKeys.kid, lost)))
}

async function insertKey(
  tx: Db,
  { secret, signsFrom }: { secret: string; signsFrom: Date },
): Promise<void> {
  const { privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true })
  const jwk = await exportJWK(privateKey)
  const kid = await calculateJwkThumbprint(jwk)
  const sealedJwk = keySealer(secret).seal(JSON.stringify({ ...jwk, kid }))
  await tx.insert(signingKeys).values({ kid, sealedJwk, signsFrom })
}
