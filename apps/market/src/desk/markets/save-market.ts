import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { markets } from '@rose-ash/shared/db/models/market'
import { Forbidden } from '@rose-ash/shared/errors'
import { EditConflict } from '../edit-conflict.ts'
import { type House, marketRunBy, pagesOf, type Runner } from '../runner.ts'
import { freeAmong, likeSlug, orTaken, toSlug } from '../slugs.ts'

export interface MarketWords {
  title: string
  /** Made of the title when empty. */
  slug: string
  description: string
  image: string | null
  ordering: 'always' | 'windows'
  pageId: string
}

/** Opens a market on a page. Answers its id. @throws {Forbidden} when the page is not theirs. */
export async function createMarket(
  db: Db,
  house: House,
  { runner, ...words }: MarketWords & { runner: Runner },
): Promise<string> {
  await checkPage(db, house, runner, words.pageId)
  const { pageId, ...values } = words
  return orTaken(
    db.transaction(async (tx) => {
      const slug = await freeMarketSlug(tx, values)
      const [row] = await tx
        .insert(markets)
        .values({ ...values, slug })
        .returning({ id: markets.id })
      if (!row) throw new Error('an insert answers its row')
      await house.services.blog.attach(tx, { pageId, kind: 'market', thingId: row.id })
      return row.id
    }),
  )
}

/**
 * Changes a market, and moves it to another page when that is asked for.
 *
 * @throws {EditConflict} when somebody saved after `baseVersion`.
 * @throws {Forbidden} unless they run the market, and the page it moves to.
 */
export async function changeMarket(
  db: Db,
  house: House,
  change: MarketWords & { runner: Runner; marketId: string; baseVersion: number },
): Promise<void> {
  const { runner, marketId, baseVersion, pageId, ...words } = change
  const market = await marketRunBy(db, house, runner, marketId)
  if (market.page?.id !== pageId) await checkPage(db, house, runner, pageId)
  await orTaken(
    db.transaction(async (tx) => {
      const slug = await freeMarketSlug(tx, words, marketId)
      const { rowCount } = await tx
        .update(markets)
        .set({ ...words, slug, version: sql`${markets.version} + 1` })
        .where(and(eq(markets.id, marketId), eq(markets.version, baseVersion)))
      if (rowCount !== 1) throw new EditConflict()
      await house.services.blog.attach(tx, { pageId, kind: 'market', thingId: marketId })
    }),
  )
}

async function checkPage(db: Db, house: House, runner: Runner, pageId: string): Promise<void> {
  const pages = await pagesOf(db, house, runner)
  if (!pages.some(({ id }) => id === pageId)) throw new Forbidden('That page is not yours to run.')
}

async function freeMarketSlug(
  tx: Db,
  { slug, title }: Pick<MarketWords, 'slug' | 'title'>,
  marketId?: string,
): Promise<string> {
  const base = toSlug(slug || title, 'market')
  const rows = await tx
    .select({ id: markets.id, slug: markets.slug })
    .from(markets)
    .where(sql`${markets.slug} ~ ${likeSlug(base)}`)
  return freeAmong(base, new Set(rows.filter(({ id }) => id !== marketId).map((row) => row.slug)))
}
