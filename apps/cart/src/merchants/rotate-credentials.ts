import { and, eq, isNotNull } from 'drizzle-orm'
import type { Config } from '@rose-ash/shared/config'
import type { Db } from '@rose-ash/shared/db'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { credentialSafe } from './credentials.ts'

export interface Rotation {
  resealed: number
  /** Were sealed with the new key before. */
  kept: number
  /** Could not be opened: their merchants' ids. */
  lost: string[]
}

/**
 * Seals every merchant's credentials with the newest key. Stopped at any point and run again it goes on
 * where it was; what somebody saves meanwhile stays as they saved it.
 */
export async function rotateCredentials(
  db: Db,
  config: Pick<Config, 'credentialKeys'>,
): Promise<Rotation> {
  const safe = credentialSafe(config)
  const rows = await db
    .select({ id: merchants.id, sealed: merchants.sealedCredentials })
    .from(merchants)
    .where(isNotNull(merchants.sealedCredentials))
  const done: Rotation = { resealed: 0, kept: 0, lost: [] }
  for (const { id, sealed } of rows) {
    if (sealed === null || safe.isCurrent(sealed)) {
      done.kept += 1
      continue
    }
    const credentials = opened(() => safe.open(sealed, id))
    if (credentials === undefined) {
      done.lost.push(id)
      continue
    }
    await db
      .update(merchants)
      .set({ sealedCredentials: safe.seal(credentials, id) })
      .where(and(eq(merchants.id, id), eq(merchants.sealedCredentials, sealed)))
    done.resealed += 1
  }
  return done
}

function opened(open: () => string): string | undefined {
  try {
    return open()
  } catch {
    return undefined
  }
}
