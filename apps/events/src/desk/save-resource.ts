import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { resources } from '@rose-ash/shared/db/models/events-bookings'
import { BadInput, EditConflict } from '@rose-ash/shared/errors'
import { freeAmong, likeSlug, orTaken, toSlug } from '@rose-ash/shared/slugs'
import { checkPage, type House, resourceRunBy, type Runner } from './runner.ts'

/** What is said of something bookable. */
export interface ResourceWords {
  pageId: string
  title: string
  /** Made of the title when empty. */
  slug: string
  description: string
  image: string | null
  imageAlt: string
  place: string
  priceMinor: number
  memberPriceMinor: number | null
  taxRateBasisPoints: number
  cancelMinutes: number | null
}

/** Makes something bookable on a page, as a draft. Answers its id. @throws {Forbidden} @throws {BadInput} */
export async function createResource(
  db: Db,
  house: House,
  { runner, ...words }: ResourceWords & { runner: Runner },
): Promise<string> {
  await checkWords(db, house, runner, words)
  const { currency, timeZone } = house.appConfig
  return orTaken(
    db.transaction(async (tx) => {
      const slug = await freeSlug(tx, words)
      const [row] = await tx
        .insert(resources)
        .values({ ...words, slug, currency, timeZone })
        .returning({ id: resources.id })
      if (!row) throw new Error('an insert answers its row')
      return row.id
    }),
  )
}

/**
 * Changes what is said of something bookable. What was booked keeps its price.
 *
 * @throws {EditConflict} when somebody saved after `baseVersion`.
 * @throws {Forbidden} unless they run its page, and the page it moves to.
 * @throws {BadInput} when members would pay more than others.
 */
export async function changeResource(
  db: Db,
  house: House,
  change: ResourceWords & { runner: Runner; resourceId: string; baseVersion: number },
): Promise<void> {
  const { runner, resourceId, baseVersion, ...words } = change
  await resourceRunBy(db, house, runner, resourceId)
  await checkWords(db, house, runner, words)
  await orTaken(
    db.transaction(async (tx) => {
      const slug = await freeSlug(tx, words, resourceId)
      const { rowCount } = await tx
        .update(resources)
        .set({ ...words, slug, version: sql`${resources.version} + 1` })
        .where(and(eq(resources.id, resourceId), eq(resources.version, baseVersion)))
      if (rowCount !== 1) throw new EditConflict()
    }),
  )
}

/** Shows something bookable to everybody, or to nobody; what was booked stays booked. */
export async function publishResource(
  db: Db,
  house: House,
  publishing: { runner: Runner; resourceId: string; status: 'draft' | 'published' },
): Promise<void> {
  const { runner, resourceId, status } = publishing
  await resourceRunBy(db, house, runner, resourceId)
  await db.update(resources).set({ status }).where(eq(resources.id, resourceId))
}

async function checkWords(
  db: Db,
  house: House,
  runner: Runner,
  { pageId, priceMinor, memberPriceMinor }: ResourceWords,
): Promise<void> {
  await checkPage(db, house, runner, pageId)
  if (memberPriceMinor !== null && memberPriceMinor > priceMinor) {
    throw new BadInput('Members cannot pay more than others: look at both prices.')
  }
}

async function freeSlug(
  tx: Db,
  { slug, title }: Pick<ResourceWords, 'slug' | 'title'>,
  resourceId?: string,
): Promise<string> {
  const base = toSlug(slug || title, 'booking')
  const rows = await tx
    .select({ id: resources.id, slug: resources.slug })
    .from(resources)
    .where(sql`${resources.slug} ~ ${likeSlug(base)}`)
  return freeAmong(base, new Set(rows.filter(({ id }) => id !== resourceId).map((row) => row.slug)))
}
