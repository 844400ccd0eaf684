import { asc, eq, sql } from 'drizzle-orm'
import type { ActivityDraft } from '@rose-ash/shared/contracts/federation'
import type { Db } from '@rose-ash/shared/db'
import { products, variants } from '@rose-ash/shared/db/models/market'
import { minorDigits } from '@rose-ash/shared/money'
import { escapeHtml } from '@rose-ash/shared/views'
import type { House } from '../runner.ts'

/**
 * Tells the outbox of a product: a note with its price, picture and link that every server can show,
 * and the same as a proposal of FEP-0837, which lets the object keep a type of ActivityStreams.
 *
 * @param news what the note begins with, such as that it is back.
 */
export async function tellOfProduct(
  tx: Db,
  house: House,
  type: 'Create' | 'Update' | 'Delete',
  productId: string,
  news = '',
): Promise<void> {
  const [product] = await tx.select().from(products).where(eq(products.id, productId))
  if (!product) return
  const [cheapest] = await tx
    .select({ priceMinor: variants.priceMinor, currency: variants.currency })
    .from(variants)
    .where(sql`${variants.productId} = ${productId} and ${variants.active}`)
    .orderBy(asc(variants.priceMinor), asc(variants.position))
    .limit(1)
  const object =
    type === 'Delete' || !cheapest
      ? { type: 'Note', path: `/products/${product.slug}`, name: product.title }
      : noteOf(house, product, cheapest, news)
  await house.services.federation.publish(tx, { app: 'market', type, object, public: true })
}

type Product = typeof products.$inferSelect
type Price = Pick<typeof variants.$inferSelect, 'priceMinor' | 'currency'>

function noteOf(
  { appConfig }: House,
  product: Product,
  { priceMinor, currency }: Price,
  news: string,
): ActivityDraft['object'] {
  const { origins, locale, cooperative } = appConfig
  const path = `/products/${product.slug}`
  const url = `${origins.market}${path}`
  const digits = minorDigits(currency)
  const price = (priceMinor / 10 ** digits).toFixed(digits)
  const shown = new Intl.NumberFormat(locale, { style: 'currency', currency }).format(Number(price))
  const seller = `${origins.market}/users/${cooperative.handle}`
  const by = product.producer === null ? '' : ` · ${product.producer}`
  const image = pictureAddress(product.image, origins.market)
  return {
    type: 'Note',
    path,
    url,
    name: product.title,
    attributedTo: seller,
    ...(product.publishedAt && { published: product.publishedAt.toISOString() }),
    content:
      `<p>${escapeHtml(news)}<strong>${escapeHtml(product.title)}</strong>, from ${escapeHtml(shown)}${escapeHtml(by)}</p>` +
      `<p>${escapeHtml(product.description.slice(0, 300))}</p><p><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></p>`,
    ...(image && { attachment: [{ type: 'Image', url: image, name: product.imageAlt }] }),
    purpose: 'offer',
    unitBased: true,
    publishes: {
      type: 'Intent',
      id: `${url}#primary`,
      action: 'transfer',
      provider: seller,
      resourceConformsTo: url,
      resourceQuantity: { hasUnit: 'one', hasNumericalValue: '1' },
    },
    reciprocal: {
      type: 'Intent',
      id: `${url}#reciprocal`,
      action: 'transfer',
      receiver: seller,
      resourceConformsTo: `urn:iso:std:iso:4217:${currency}`,
      resourceQuantity: { hasUnit: 'one', hasNumericalValue: price },
    },
  }
}

/** Drawings are of our pages; only files are pictures elsewhere. */
function pictureAddress(image: string | null, origin: string): string | undefined {
  return image?.includes('/') ? new URL(image, origin).href : undefined
}
