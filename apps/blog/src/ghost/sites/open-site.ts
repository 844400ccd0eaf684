import { eq } from 'drizzle-orm'
import { ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { NotFound } from '@rose-ash/shared/errors'
import { createSealer, type Sealer } from '@rose-ash/shared/oauth'
import { createGhostClient, type GhostClient } from '../client/create-ghost-client.ts'
import type { GhostParts } from '../ghost-parts.ts'

/** A connected Ghost, ready to be asked. */
export interface OpenSite {
  id: string
  url: string
  client: GhostClient
  /** The same with the key of somebody of its staff, when we have one: for menus and redirects. */
  staff: GhostClient | undefined
  webhookSecret: string
  /** An export file's rows stand for the Ghost, which itself is never asked. */
  isFile: boolean
  pulledUntil: Date | null
  mode: GhostMode
}

/** Which way changes go: from the Ghost, to it, or both. */
export type GhostMode = (typeof ghostSites.$inferSelect)['mode']

export function ghostKeySealer({ secret }: Pick<GhostParts, 'secret'>): Sealer {
  return createSealer(secret, 'ghost keys')
}

/** @throws {NotFound} when there is none, it has no key, or its key was sealed with another secret. */
export async function openSite(parts: GhostParts, id: string): Promise<OpenSite> {
  const { db, outgoing, now } = parts
  const [row] = await db.select().from(ghostSites).where(eq(ghostSites.id, id))
  const sealer = ghostKeySealer(parts)
  const open = (sealed: Buffer | null | undefined) => sealed && sealer.open(sealed.toString())
  const adminKey = open(row?.adminKey)
  const webhookSecret = open(row?.webhookSecret)
  if (!row || !adminKey || !webhookSecret) throw new NotFound('Ghost')
  const { url, pulledUntil, mode } = row
  const client = createGhostClient({ url, adminKey, outgoing, now })
  const staffToken = open(row.staffToken)
  const staff = staffToken
    ? createGhostClient({ url, adminKey: staffToken, outgoing, now })
    : undefined
  return { id, url, client, staff, webhookSecret, isFile: false, pulledUntil, mode }
}
