import { eq } from 'drizzle-orm'
import { ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { NotFound, Refusal } from '@rose-ash/shared/errors'
import { adminKeyPattern } from '../client/admin-token.ts'
import { createGhostClient } from '../client/create-ghost-client.ts'
import { GhostTrouble } from '../client/errors.ts'
import type { GhostParts } from '../ghost-parts.ts'
import { checkAdmin } from '../sites/errors.ts'
import { ghostKeySealer, openSite } from '../sites/open-site.ts'

/** The token does not open what it is for. */
class NoStaffToken extends Refusal {
  constructor() {
    super(
      'no_staff_token',
      400,
      'This is not the staff access token of an administrator. In Ghost, open your own profile and copy all of the staff access token; the key of an integration is not enough.',
    )
  }
}

/**
 * Keeps a staff access token, sealed, after the Ghost has answered to it as to an administrator.
 *
 * @throws {Forbidden} for everybody but administrators. @throws {NotFound} @throws {NoStaffToken}
 * @throws {GhostTrouble} when the Ghost does not answer.
 */
export async function keepStaffToken(
  parts: GhostParts,
  { personId, siteId, staffToken }: { personId: string; siteId: string; staffToken: string },
): Promise<void> {
  await checkAdmin(parts, personId)
  const { db, outgoing, now } = parts
  const { url } = await openSite(parts, siteId)
  const adminKey = staffToken.trim()
  if (!adminKeyPattern.test(adminKey)) throw new NoStaffToken()
  try {
    await createGhostClient({ url, adminKey, outgoing, now }).redirects()
  } catch (error) {
    const isRefused = error instanceof GhostTrouble && /key_refused|forbidden/.test(error.code)
    if (isRefused) throw new NoStaffToken()
    // Redirects in YAML cannot be read, and say nothing against the token.
    if (!(error instanceof GhostTrouble) || error.code !== 'ghost_unreadable') throw error
  }
  const sealed = Buffer.from(ghostKeySealer(parts).seal(adminKey))
  await db
    .update(ghostSites)
    .set({ staffToken: sealed, staffTrouble: null })
    .where(eq(ghostSites.id, siteId))
}

/**
 * Forgets the staff access token; menus and redirects of the Ghost stay as they are.
 *
 * @throws {Forbidden} for everybody but administrators. @throws {NotFound}
 */
export async function forgetStaffToken(
  parts: Pick<GhostParts, 'db' | 'services'>,
  { personId, siteId }: { personId: string; siteId: string },
): Promise<void> {
  await checkAdmin(parts, personId)
  const changed = await parts.db
    .update(ghostSites)
    .set({ staffToken: null, staffTrouble: null })
    .where(eq(ghostSites.id, siteId))
    .returning({ id: ghostSites.id })
  if (changed.length === 0) throw new NotFound('Ghost')
}
