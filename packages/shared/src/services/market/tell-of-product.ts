import { asc, eq, sql } from 'drizzle-orm'
import type { Config } from '../../config/index.ts'
import type { FederationService } from '../../contracts/federation.ts'
import type { Db } from '../../db/index.ts'
import { products, variants } from '../../db/models/market.ts'
import { minorDigits } from '../../money/index.ts'
import { escapeHtml } from '../../views/index.ts'
import { pictureAddress } from './picture-address.ts'

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
 * of a note that it does not have or had long ago, so this is a note of its own: one for each return,
 * whose number is part of its id. It points to the product's proposal (FEP-e232).
 */
export async function tellItIsBack(
  tx: Db,
  house: Teller,
  { productId, restockId }: { productId: string; restockId: number },
): Promise<void> {
  const found = await findToTell(tx, productId)
  if (found?.product.status !== 'published' || !found.cheapest) return
  const { product, cheapest } = found
  const note = noteOf(house, product, cheapest, 'Back in stock: ')
  const object = {
    ...note,
    path: `${note.path}#restock-${restockId}`,
    published: new Date().toISOString(),
    tag: [linkTo(note.url, product.title)],
  }
  const news = { app: 'market', type: 'Create', object, public: true } as const
  await house.services.federation.publish(tx, news)
}

interface TheyAreBack {
  market: { slug: string; title: string }
  /** In the order in which they came back. */
  products: { slug: string; title: string }[]
  restockId: number
}

/** So many products are named in a note; of the rest it says how many there are. */
const named = 8

/** The same of many products of a market, in one note: whoever follows us is not to be flooded. */
export async function tellTheyAreBack(
  tx: Db,
  house: Teller,
  { market, products: back, restockId }: TheyAreBack,
): Promise<void> {
  const { origins } = house.appConfig
  const url = `${origins.market}/markets/${market.slug}`
  const links = back.slice(0, named).map(({ slug, title }) => ({
    href: `${origins.market}/products/${slug}`,
    title,
  }))
  const more = back.length - links.length
  const list = links.map(({ href, title }) => `<a href="${href}">${escapeHtml(title)}</a>`)
  const object = {
    type: 'Note',
    path: `/markets/${market.slug}#restock-${restockId}`,
    url,
    name: market.title,
    attributedTo: sellerOf(house.appConfig),
    published: new Date().toISOString(),
    content:
      `<p>Back in stock at <strong>${escapeHtml(market.title)}</strong>:</p>` +
      `<p>${list.join('<br>')}${more > 0 ? `<br>and ${more} more` : ''}</p>` +
      `<p><a href="${url}">${url}</a></p>`,
    tag: links.map(({ href, title }) => linkTo(href, title)),
  }
  const news = { app: 'market', type: 'Create', object, public: true } as const
  await house.services.federation.publish(tx, news)
}

const linkTo = (href: string, name: string) => ({
  type: 'Link',
  mediaType: 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
  href,
  name,
})

async function findToTell(tx: Db, productId: string) {
  const [product] = await tx.select().from(products).where(eq(products.id, productId))
  if (!product) return undefined
  const [cheapest] = await tx
    .select({
      priceMinor: variants.priceMinor,
      currency: variants.currency,
      /** Whether others cost more. */
      several: sql<boolean>`max(${variants.priceMinor}) over () > ${variants.priceMinor}`,
    })
    .from(variants)
    .where(sql`${variants.productId} = ${productId} and ${variants.active}`)
    .orderBy(asc(variants.priceMinor), asc(variants.position))
    .limit(1)
  return { product, cheapest }
}

type Product = typeof products.$inferSelect
type Price = Pick<typeof variants.$inferSelect, 'priceMinor' | 'currency'> & { several: boolean }

function noteOf(
  { appConfig }: Teller,
  product: Product,
  { priceMinor, currency, several }: Price,
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
      `<p>${escapeHtml(news)}<strong>${escapeHtml(product.title)}</strong>, ${several ? 'from ' : ''}${escapeHtml(shown)}${escapeHtml(by)}</p>` +
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
