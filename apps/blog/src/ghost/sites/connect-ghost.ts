import { randomBytes } from 'node:crypto'
import { isNull } from 'drizzle-orm'
import { ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { AddressRefused } from '@rose-ash/shared/http'
import { adminKeyPattern } from '../client/admin-token.ts'
import { createGhostClient, type GhostClient } from '../client/create-ghost-client.ts'
import { GhostTrouble } from '../client/errors.ts'
import type { GhostParts } from '../ghost-parts.ts'
import { checkAdmin, ConnectedAlready, NoAdminKey } from './errors.ts'
import { ghostKeySealer } from './open-site.ts'

export interface GhostConnection {
  personId: string
  /** As somebody typed it: with or without `/ghost` and a slash. */
  url: string
  adminKey: string
}

/**
 * Connects a Ghost after it has answered to its key. Nothing is taken from it yet.
 *
 * @returns the site's id.
 * @throws {Forbidden} for everybody but administrators. @throws {NoAdminKey} @throws {ConnectedAlready}
 * @throws {GhostTrouble} when it does not answer, or not to this key.
 */
export async function connectGhost(
  parts: GhostParts,
  connection: GhostConnection,
): Promise<string> {
  const { db, outgoing, now, origin } = parts
  await checkAdmin(parts, connection.personId)
  const adminKey = connection.adminKey.trim()
  if (!adminKeyPattern.test(adminKey)) throw new NoAdminKey()
  const url = siteUrl(connection.url)
  const client = createGhostClient({ url, adminKey, outgoing, now })
  const { title } = await client.site()
  await client.settings()
  const sealer = ghostKeySealer(parts)
  const secret = randomBytes(24).toString('hex')
  const keys = {
    title,
    adminKey: Buffer.from(sealer.seal(adminKey)),
    webhookSecret: Buffer.from(sealer.seal(secret)),
  }
  const [row] = await db
    .insert(ghostSites)
    .values({ url, ...keys })
    .onConflictDoUpdate({
      target: ghostSites.url,
      set: keys,
      // Known by its export file alone until now: what came from there stays linked.
      setWhere: isNull(ghostSites.adminKey),
    })
    .returning({ id: ghostSites.id })
  if (!row) throw new ConnectedAlready()
  await askForNudges(client, { url: `${origin}/ghost/hooks/${row.id}`, secret })
  return row.id
}

const events = ['post', 'page', 'tag', 'member'].flatMap((kind) =>
  ['added', 'edited', 'deleted'].map((change) => `${kind}.${change}`),
)

/** They only make it quicker: without them everything comes with the next minute. */
async function askForNudges(
  client: GhostClient,
  hook: { url: string; secret: string },
): Promise<void> {
  try {
    for (const event of [...events, 'site.changed']) await client.subscribe({ event, ...hook })
  } catch (error) {
    if (!(error instanceof GhostTrouble)) throw error
  }
}

/** The address without `/ghost/…`, as every link of the site begins. @throws {AddressRefused} */
export function siteUrl(typed: string): string {
  const withScheme = /^https?:\/\//.test(typed.trim()) ? typed.trim() : `https://${typed.trim()}`
  const url = URL.parse(withScheme)
  if (!url) throw new AddressRefused()
  return url.origin + url.pathname.replace(/\/ghost(\/.*)?$/, '').replace(/\/+$/, '')
}
