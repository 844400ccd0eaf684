import { eq } from 'drizzle-orm'
import { ghostImports, ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import type { Db } from '@rose-ash/shared/db'
import { Refusal } from '@rose-ash/shared/errors'
import { GhostTrouble } from '../client/errors.ts'
import type { GhostParts } from '../ghost-parts.ts'
import { type OpenSite, openSite } from '../sites/open-site.ts'
import type { Taken } from '../pull/links.ts'
import { takeMember } from '../pull/take-member.ts'
import { tagImage } from '../pull/take-missing-names.ts'
import { takeAuthor, takeNewsletter, takeTag } from '../pull/take-named.ts'
import { takePost } from '../pull/take-post.ts'
import { Cursor, NotOurs, type Problem, type Step } from './cursor.ts'
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

const lists = {
  newsletter: 'newsletters',
  tag: 'tags',
  author: 'users',
  post: 'posts',
  page: 'pages',
  member: 'members',
} as const

type ListStep = keyof typeof lists

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
  const site = await openSite(parts, row.siteId)
  const run: Run = { parts, site, cursor: new Cursor(row), counts }
  const until = performance.now() + forMs
  try {
    for (let more = true; more; more = await run.cursor.next(db)) {
      const finished = await takeStep(run, run.cursor.step, until)
      if (!finished) return { outcome: 'paused', ...counts }
    }
    await settle(db, site.id, row.startedAt)
    return { outcome: 'done', ...counts }
  } catch (error) {
    if (error instanceof NotOurs) return { outcome: 'stopped', ...counts }
    if (error instanceof GhostTrouble) await tellTrouble(db, site.id, error.message)
    throw error
  } finally {
    if (counts.added + counts.changed > 0) await parts.purge(['posts', 'nav-tree'])
  }
}

/** From now on the poll takes what changes. */
async function settle(db: Db, siteId: string, startedAt: Date): Promise<void> {
  await db
    .update(ghostSites)
    .set({ pulledUntil: startedAt, trouble: null })
    .where(eq(ghostSites.id, siteId))
}

/** What an editor should know about a Ghost; null when all is well. */
export async function tellTrouble(db: Db, siteId: string, trouble: string | null): Promise<void> {
  await db.update(ghostSites).set({ trouble }).where(eq(ghostSites.id, siteId))
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
    await cursor.expect(parts.db, await site.client.count(lists[step]))
  for await (const row of site.client.browse(lists[step], { after: cursor.after })) {
    await takeOne(run, step, row)
    if (performance.now() > until) return false
  }
  return true
}

/** What cannot be taken is told, and the next one is. */
async function takeOne(run: Run, step: ListStep, row: { id: string }): Promise<void> {
  const { parts, cursor, counts } = run
  try {
    counts[await takeRow(run, step, row)] += 1
  } catch (error) {
    if (!(error instanceof Refusal) || error instanceof GhostTrouble) throw error
    await cursor.pass(parts.db, row.id, [{ what: nameOf(step, row), why: error.message }])
  }
}

type RowTaker = (tx: Db) => Promise<Taken>

async function takeRow(run: Run, step: ListStep, row: { id: string }): Promise<Taken> {
  const { parts, site, cursor } = run
  const pass = (tx: Db, problems: Problem[] = []) => cursor.pass(tx, row.id, problems)
  if (step === 'post' || step === 'page') {
    const post = { kind: step, row: row as never, reason: 'imported', also: pass } as const
    return takePost(parts, site, post)
  }
  const take = await takerOf(run, step, row)
  return parts.db.transaction(async (tx) => {
    const taken = await take(tx)
    await pass(tx)
    return taken
  })
}

async function takerOf(
  { parts, site }: Run,
  step: Exclude<ListStep, 'post' | 'page'>,
  row: { id: string },
): Promise<RowTaker> {
  if (step === 'newsletter') return (tx) => takeNewsletter(tx, site.id, row as never)
  if (step === 'author') return (tx) => takeAuthor(tx, site.id, row as never)
  if (step === 'member') return (tx) => takeMember(tx, parts.services, site.id, row as never)
  const { feature_image: picture } = row as unknown as { feature_image: string | null }
  const image = await tagImage(parts, site, picture)
  return (tx) => takeTag(tx, site.id, row as never, image)
}

function nameOf(step: ListStep, row: { id: string }): string {
  const { title, name, email } = row as { title?: string; name?: string; email?: string }
  return `${step}: ${title ?? name ?? email ?? row.id}`
}
