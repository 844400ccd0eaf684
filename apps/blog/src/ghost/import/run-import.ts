import { eq } from 'drizzle-orm'
import { ghostImports, ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import type { Db } from '@rose-ash/shared/db'
import { Refusal } from '@rose-ash/shared/errors'
import { GhostTrouble } from '../client/errors.ts'
import { forgetRows, openFile } from '../file/open-file.ts'
import type { GhostParts } from '../ghost-parts.ts'
import { tellTrouble } from '../sites/tell-trouble.ts'
import { type OpenSite, openSite } from '../sites/open-site.ts'
import type { Taken } from '../pull/links.ts'
import { beginThing, type GhostRow, listOf, nameOf, takeThing } from '../pull/take-thing.ts'
import { Cursor, NotOurs, type Problem, type Step } from './cursor.ts'
import { lookAhead } from './look-ahead.ts'
import { takeNavigation } from './take-navigation.ts'

export interface ImportRun {
  /** `paused`: there is more to take than fitted into the time. */
  outcome: 'done' | 'paused' | 'stopped'
  added: number
  changed: number
}

interface Run {
  parts: GhostParts
  site: OpenSite
  cursor: Cursor
  counts: Record<Taken, number>
}

/** The pictures of so many posts are fetched and made at once; they are written one after the other. */
const postsAtOnce = 4

type ListStep = keyof typeof listOf

/**
 * Goes on with an import from where it is, for so long at most. Each thing is kept together with the
 * place to go on from, so it may be stopped or killed anywhere; what is here already stays as it is.
 *
 * @throws {GhostTrouble} when the Ghost cannot be read now; the import stays where it is.
 */
export async function runImport(
  parts: GhostParts,
  importId: string,
  { forMs = 60_000 } = {},
): Promise<ImportRun> {
  const { db } = parts
  const [row] = await db.select().from(ghostImports).where(eq(ghostImports.id, importId))
  const counts = { added: 0, changed: 0, same: 0 }
  if (!row?.siteId || row.state !== 'running') return { outcome: 'stopped', ...counts }
  const site = (await openFile(parts, row.siteId)) ?? (await openSite(parts, row.siteId))
  const run: Run = { parts, site, cursor: new Cursor(row), counts }
  const until = performance.now() + forMs
  try {
    for (let more = true; more; more = await run.cursor.next(db)) {
      const finished = await takeStep(run, run.cursor.step, until)
      if (!finished) return { outcome: 'paused', ...counts }
    }
    if (site.isFile) await forgetRows(db, site.id)
    else await settle(db, site.id, row.startedAt)
    return { outcome: 'done', ...counts }
  } catch (error) {
    if (error instanceof NotOurs) return { outcome: 'stopped', ...counts }
    if (error instanceof GhostTrouble) await tellTrouble(db, site.id, error.message)
    throw error
  } finally {
    if (counts.added + counts.changed > 0) await parts.purge(['posts', 'navigation'])
  }
}

/** A Ghost's clock may be this much behind ours. */
const clocksDifferMs = 10 * 60_000

/** From now on the poll takes what changes. */
async function settle(db: Db, siteId: string, startedAt: Date): Promise<void> {
  const pulledUntil = new Date(startedAt.getTime() - clocksDifferMs)
  await db.update(ghostSites).set({ pulledUntil, trouble: null }).where(eq(ghostSites.id, siteId))
}

async function takeStep(run: Run, step: Step, until: number): Promise<boolean> {
  const { parts, site, cursor } = run
  if (step === 'navigation') {
    const settings = await site.client.settings()
    await parts.db.transaction(async (tx) => {
      const { added, problems } = await takeNavigation(tx, site.url, settings.get('navigation'))
      run.counts.added += added
      await cursor.pass(tx, 'navigation', problems)
    })
    return true
  }
  if (cursor.after === undefined)
    await cursor.expect(parts.db, await site.client.count(listOf[step]))
  const rows = site.client.browse(listOf[step], { after: cursor.after })
  const begin = async (row: GhostRow) => beginThing(parts, site, { kind: step, row })
  for await (const { row, work } of lookAhead(rows, postsAtOnce, begin)) {
    await takeOne(run, step, { row, work })
    if (performance.now() > until) return false
  }
  return true
}

/** What cannot be taken is told, and the next one is. */
async function takeOne(
  run: Run,
  step: ListStep,
  { row, work }: { row: GhostRow; work: ReturnType<typeof beginThing> },
): Promise<void> {
  const { parts, site, cursor, counts } = run
  try {
    const also = (tx: Db, problems: Problem[]) => cursor.pass(tx, row.id, problems)
    const taking = { reason: 'imported', also, media: await work } as const
    counts[await takeThing(parts, site, { kind: step, row }, taking)] += 1
  } catch (error) {
    if (!(error instanceof Refusal) || error instanceof GhostTrouble) throw error
    await cursor.pass(parts.db, row.id, [{ what: nameOf(step, row), why: error.message }])
  }
}
