import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { ghostExportRows, ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { Refusal } from '@rose-ash/shared/errors'
import type { GhostParts } from '../ghost-parts.ts'
import type { OpenSite } from '../sites/open-site.ts'
import { createFileClient } from './file-client.ts'

/** What a file is from whose site's address nobody gave: nothing is ever asked there. */
export const nowhere = 'https://export.invalid'

/** A Ghost that is known by its export file alone, ready to be taken; undefined for any other. */
export async function openFile(parts: GhostParts, id: string): Promise<OpenSite | undefined> {
  const [row] = await parts.db
    .select({ url: ghostSites.url })
    .from(ghostSites)
    .where(and(eq(ghostSites.id, id), isNull(ghostSites.adminKey)))
  if (!row) return undefined
  const client = createFileClient(parts.db, id)
  // Pictures stay where they are when nobody answers there: to ask for each would take hours.
  const url = (await answers(parts, row.url)) ? row.url : nowhere
  const none = { staff: undefined, webhookSecret: '', pulledUntil: null }
  return { id, url, client, ...none, isFile: true, mode: 'pull' }
}

/** The file was taken, and its rows are needed no more. */
export async function forgetRows(db: Db, siteId: string): Promise<void> {
  await db.delete(ghostExportRows).where(eq(ghostExportRows.siteId, siteId))
}

async function answers({ outgoing }: GhostParts, url: string): Promise<boolean> {
  if (url === nowhere) return false
  try {
    await outgoing.request(url, { timeoutMs: 5_000 })
    return true
  } catch (error) {
    if (error instanceof Refusal) return error.code === 'answer_too_large'
    throw error
  }
}
