import { asc, eq, sql } from 'drizzle-orm'
import type { Config } from '../../config/index.ts'
import type { FederationService } from '../../contracts/federation.ts'
import type { Db } from '../../db/index.ts'
import { products, variants } from '../../db/models/market.ts'
import { minorDigits } from '../../money/index.ts'
import { escapeHtml } from '../../views/index.ts'

/** What telling needs beside the database. */
export interface Teller {
  services: { federation: FederationService }
  appConfig: Pick<Config, 'origins' | 'locale' | 'cooperative'>
}

/**
 * Tells the outbox of a product: a note with its price, picture and link that every server can show,
 * and the same as a proposal of FEP-0837, which lets the object keep a type of ActivityStreams.
 */
export async function tellOfProduct(
  tx: Db,
  house: Teller,
  type: 'Create' | 'Update' | 'Delete',
  productId: string,
): Promise<void> {
  const found = await findToTell(tx, productId)
  if (!found) return
  const { product, cheapest } = found
  const object =
    type === 'Delete' || !cheapest
      ? { type: 'Note', path: `/products/${product.slug}`, name: product.title }
      : {
          ...noteOf(house, product, cheapest),
          ...proposalOf(house, product, cheapest),
          ...(type === 'Update' && { updated: new Date().toISOString() }),
        }
  await house.services.federation.publish(tx, { app: 'market', type, object, public: true })
}

/**
 * Tells that a product can be had again, if it is on its shelf. Mastodon shows nothing for an `Update`
 * of a note that it does not have or had long ago, so this is a note of its own: one for each line of
 * the stock's ledger, which is part of its id. It points to the product's proposal (FEP-e232).
 *
 * @param movementId the line of the ledger that brought it back.
 */
export async function tellItIsBack(
  tx: Db,
  house: Teller,
  { productId, movementId }: { productId: string; movementId: number },
): Promise<void> {
  const found = await findToTell(tx, productId)
  if (found?.product.status !== 'published' || !found.cheapest) return
  const { product, cheapest } = found
  const note = noteOf(house, product, cheapest, 'Back in stock: ')
  const object = {
    ...note,
    path: `${note.path}#restock-${movementId}`,
    published: new Date().toISOString(),
    tag: [
      {
        type: 'Link',
        mediaType: 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
        href: note.url,
        name: product.title,
      },
    ],
  }
  await house.services.federation.publish(tx, {
    app: 'market',
    type: 'Create',
    object,
    public: true,
  })
}

async function findToTell(tx: Db, productId: string) {
  const [product] = await tx.select().from(products).where(eq(products.id, productId))
  if (!product) return undefined
  const [cheapest] = await tx
    .select({ priceMinor: variants.priceMinor, currency: variants.currency })
    .from(variants)
    .where(sql`${variants.productId} = ${productId} and ${variants.active}`)
    .orderBy(asc(variants.priceMinor), asc(variants.position))
    .limit(1)
  return { product, cheapest }
}

type Product = typeof products.$inferSelect
type Price = Pick<typeof variants.$inferSelect, 'priceMinor' | 'currency'>

function noteOf(
  { appConfig }: Teller,
  product: Product,
  { priceMinor, currency }: Price,
  news = '',
) {
  const { origins, locale } = appConfig
  const path = `/products/${product.slug}`
  const url = `${origins.market}${path}`
  const shown = new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
    Number(decimal(priceMinor, currency)),
  )
  const by = product.producer === null ? '' : ` · ${product.producer}`
  const image = pictureAddress(product.image, origins.market)
  return {
    type: 'Note',
    path,
    url,
    name: product.title,
    attributedTo: sellerOf(appConfig),
    ...(product.publishedAt && { published: product.publishedAt.toISOString() }),
    content:
      `<p>${escapeHtml(news)}<strong>${escapeHtml(product.title)}</strong>, from ${escapeHtml(shown)}${escapeHtml(by)}</p>` +
      `<p>${escapeHtml(product.description.slice(0, 300))}</p><p><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></p>`,
    ...(image && { attachment: [{ type: 'Image', url: image, name: product.imageAlt }] }),
  }
}

function proposalOf({ appConfig }: Teller, { slug }: Product, { priceMinor, currency }: Price) {
  const url = `${appConfig.origins.market}/products/${slug}`
  const seller = sellerOf(appConfig)
  return {
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
      resourceQuantity: { hasUnit: 'one', hasNumericalValue: decimal(priceMinor, currency) },
    },
  }
}

const sellerOf = ({ origins, cooperative }: Teller['appConfig']): string =>
  `${origins.market}/users/${cooperative.handle}`

function decimal(minor: number, currency: string): string {
  const digits = minorDigits(currency)
  return (minor / 10 ** digits).toFixed(digits)
}

/** Drawings are of our pages; only files are pictures elsewhere. */
function pictureAddress(image: string | null, origin: string): string | undefined {
  return image?.includes('/') ? new URL(image, origin).href : undefined
}
