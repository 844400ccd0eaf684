import { eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { entries, ticketTypes } from '@rose-ash/shared/db/models/events'
import { products, variants } from '@rose-ash/shared/db/models/market'

/** The id of a size of a seeded product. */
export async function sizeOf(db: Db, slug: string, title: string): Promise<string> {
  const [row] = await db
    .select({ id: variants.id })
    .from(variants)
    .innerJoin(products, eq(products.id, variants.productId))
    .where(sql`${products.slug} = ${slug} and ${variants.title} = ${title}`)
  return row?.id ?? ''
}

/** The id of a kind of ticket to a seeded entry. */
export async function ticketOf(db: Db, slug: string, title: string): Promise<string> {
  const [row] = await db
    .select({ id: ticketTypes.id })
    .from(ticketTypes)
    .innerJoin(entries, eq(entries.id, ticketTypes.entryId))
    .where(sql`${entries.slug} = ${slug} and ${ticketTypes.title} = ${title}`)
  return row?.id ?? ''
}
