import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { products } from '@rose-ash/shared/db/models/market'
import { WrongField } from '../forms/field-problems.ts'

/** Addresses that lead to no product. */
class UnknownProducts extends WrongField {
  constructor(field: string, unknown: string[], where: string) {
    const named = unknown.map((slug) => `“${slug}”`).join(', ')
    const words = unknown.length === 1 ? 'this address' : 'these addresses'
    super(field, `${where} has ${words}: ${named}. Put them right or leave them out.`)
  }
}

interface NamedProducts {
  /** Of the form, that names them. */
  field: string
  /** Parts of the addresses of products, in their order. */
  slugs: string[]
  /** Only products of this market are meant. */
  marketId?: string
}

/** The ids of products by their addresses, in their order, each once. @throws {UnknownProducts} */
export async function knownProducts(
  tx: Db,
  { field, slugs, marketId }: NamedProducts,
): Promise<string[]> {
  const wanted = [...new Set(slugs)]
  if (wanted.length === 0) return []
  const found = await tx
    .select({ id: products.id, slug: products.slug })
    .from(products)
    .where(
      and(
        inArray(products.slug, wanted),
        marketId === undefined ? undefined : eq(products.marketId, marketId),
      ),
    )
  const ids = new Map(found.map(({ id, slug }) => [slug, id]))
  const unknown = wanted.filter((slug) => !ids.has(slug))
  const where = marketId === undefined ? 'No product' : 'No product of this market'
  if (unknown.length > 0) throw new UnknownProducts(field, unknown, where)
  return wanted.flatMap((slug) => ids.get(slug) ?? [])
}
