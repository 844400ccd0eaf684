import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { ghostExportRows, ghostImports, ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { Refusal } from '@rose-ash/shared/errors'
import type { GhostParts } from '../ghost-parts.ts'
import { askForImport } from '../import/control-import.ts'
import type { Problem } from '../import/cursor.ts'
import { nameOf } from '../pull/take-thing.ts'
import { siteUrl } from '../sites/connect-ghost.ts'
import { checkAdmin, ConnectedAlready } from '../sites/errors.ts'
import { rowSchemas } from './file-client.ts'
import { forgetRows, nowhere } from './open-file.ts'
import type { ExportOptions, ExportRow } from './read-export.ts'
import type { ReadAnswer } from './read-export-worker.ts'

/** The file is no export that we can read; it says why. */
class UnreadableExport extends Refusal {
  constructor(why: string) {
    super('unreadable_export', 400, why)
  }
}

const MEMORY_MB = 3_072

export interface ExportFile {
  personId: string
  path: string
  name: string
  /** The address of the site that was exported, as somebody typed it; may be empty. */
  url: string
}

/**
 * Takes a Ghost's export file, and begins to import what is in it. All of it is read and kept before
 * anything is imported, so what is begun can be finished; a file that cannot be read changes nothing.
 *
 * @returns the import's id.
 * @throws {Forbidden} for everybody but administrators. @throws {UnreadableExport}
 * @throws {ConnectedAlready} when this very Ghost is connected and can be asked itself.
 */
export async function importFile(parts: GhostParts, file: ExportFile): Promise<string> {
  await checkAdmin(parts, file.personId)
  const given = file.url.trim() ? siteUrl(file.url) : undefined
  const options = { siteUrl: given, origin: parts.origin }
  return parts.db.transaction(async (tx) => {
    const siteId = await siteOf(tx, given ?? nowhere, file.name)
    await forgetRows(tx, siteId)
    const problems: Problem[] = []
    for await (const rows of rowsOf(file.path, options)) {
      const good = rows.filter((one) => isGood(one, problems))
      if (good.length === 0) continue
      const values = good.map((one) => ({ siteId, ...one }))
      await tx.insert(ghostExportRows).values(values).onConflictDoNothing()
    }
    // Another file of the same site takes the place of one that is not finished.
    await tx
      .update(ghostImports)
      .set({ state: 'failed', endedAt: sql`now()` })
      .where(
        and(eq(ghostImports.siteId, siteId), sql`${ghostImports.state} in ('running', 'stopped')`),
      )
    const [made] = await tx.insert(ghostImports).values({ siteId, problems }).returning()
    if (!made) throw new Error('an import was not kept')
    await askForImport(tx, made.id)
    return made.id
  })
}

/** The row of the Ghost, locked; it has no keys. */
async function siteOf(tx: Db, url: string, title: string): Promise<string> {
  const [site] = await tx
    .insert(ghostSites)
    .values({ url, title })
    .onConflictDoUpdate({
      target: ghostSites.url,
      set: { title },
      setWhere: isNull(ghostSites.adminKey),
    })
    .returning({ id: ghostSites.id })
  if (!site) throw new ConnectedAlready()
  return site.id
}

/** What is not as a Ghost writes it is told and left out. */
function isGood({ list, ghostId, row }: ExportRow, problems: Problem[]): boolean {
  const parsed = rowSchemas[list].safeParse(row)
  if (parsed.success) return true
  const [issue] = parsed.error.issues
  const why = `It is not as a Ghost writes it (${issue?.path.join('.')}).`
  const one = list.replace(/s$/, '') as 'post'
  problems.push({ what: nameOf(one, { ...row, id: ghostId }), why })
  return false
}

/** Reads in a thread: a file of 300 MB would keep everybody else waiting for seconds. */
async function* rowsOf(path: string, options: ExportOptions): AsyncGenerator<ExportRow[]> {
  const worker = new Worker(new URL('read-export-worker.ts', import.meta.url), {
    workerData: { path, options },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  try {
    for (;;) {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage('more')
      const [answer] = (await once(worker, 'message')) as [ReadAnswer]
      if ('refused' in answer) throw new UnreadableExport(answer.refused)
      if ('done' in answer) return
      yield answer.rows
    }
  } finally {
    await worker.terminate()
  }
}
