import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { products } from '@rose-ash/shared/db/models/market'
import { supplierItems, supplierPictures } from '@rose-ash/shared/db/models/market-review'
import { suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import { Refusal } from '@rose-ash/shared/errors'
import type { Storage } from '@rose-ash/shared/media'
import { askToTell } from '../../desk/products/tell-change.ts'
import { storePicture } from '../../pictures/store-picture.ts'
import { lockProduct } from '../review/lock-product.ts'
import type { SupplierParts } from '../supplier-parts.ts'
import {
  claimPicture,
  nextPictureAt,
  postponePicture,
  stillWaits,
  type WaitingPicture,
} from './claim-picture.ts'
import { fetchPicture } from './fetch-picture.ts'

export interface PictureParts extends SupplierParts {
  mediaStorage: Storage
}

export interface PictureOptions {
  /** How long to go on before the rest is left to a later job. */
  forMs?: number
  leaseMs?: number
  /** What is waited after a first failure; twice as long each time. */
  backOffMs?: number
}

const usual = { forMs: 20_000, leaseMs: 120_000, backOffMs: 10_000 }
const mostTries = 4

/**
 * Takes over the pictures that wait of a supplier, one after the other: into the media library, and onto
 * the product unless it has one of our own by now. Each is kept by itself, so it may be killed anywhere.
 *
 * @returns when there is more to do; undefined when nothing waits.
 */
export async function takePictures(
  parts: PictureParts,
  supplierId: string,
  options: PictureOptions = {},
): Promise<Date | undefined> {
  const { db } = parts
  const { forMs, leaseMs, backOffMs } = { ...usual, ...options }
  const until = Date.now() + forMs
  const [supplier] = await db.select().from(suppliers).where(eq(suppliers.id, supplierId))
  if (!supplier) return undefined
  while (Date.now() < until) {
    const picture = await claimPicture(db, supplierId, leaseMs)
    if (!picture) break
    const folder = await mkdtemp(join(tmpdir(), 'supplier-picture-'))
    try {
      const path = join(folder, 'picture')
      const fetched = await fetchPicture({ ...parts, supplier }, picture.url, path)
      if (fetched.outcome === 'ok') await keepPicture(parts, picture, path)
      else if (fetched.outcome === 'later' && !isLast(picture, fetched.asTried)) {
        const wait = backOffMs * 2 ** (picture.attempts - 1)
        const at = fetched.at ?? new Date(Date.now() + wait)
        await postponePicture(db, picture, { at, asTried: fetched.asTried })
      } else await giveUp(db, picture, fetched.problem)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  return nextPictureAt(db, supplierId)
}

const isLast = ({ attempts }: WaitingPicture, asTried: boolean) => asTried && attempts >= mostTries

/** The file first, then the product: nobody waits for a picture in a transaction. */
async function keepPicture(
  parts: PictureParts,
  picture: WaitingPicture,
  path: string,
): Promise<void> {
  const { db, mediaStorage, appConfig } = parts
  const { itemId, url } = picture
  const [item] = await db
    .select({ title: supplierItems.title })
    .from(supplierItems)
    .where(eq(supplierItems.id, itemId))
  const alt = item?.title.slice(0, 500) ?? ''
  try {
    const origin = appConfig.origins.blog
    const { image } = await storePicture(db, mediaStorage, { path, name: nameOf(url), alt, origin })
    const productId = await db.transaction((tx) => show(tx, picture, { image, alt }))
    if (productId !== undefined) await parts.purge([`product:${productId}`])
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await giveUp(db, picture, error.message)
  }
}

/** What it is called there; only for people who look for it in the library. */
function nameOf(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? ''
  return last.replace(/\.[a-z0-9]{1,5}$/i, '') || 'picture'
}

/**
 * One conditional statement: a picture that somebody chose for the product stays. Answers which product
 * shows it now.
 */
async function show(
  tx: Db,
  picture: WaitingPicture,
  { image, alt }: { image: string; alt: string },
): Promise<string | undefined> {
  await lockProduct(tx, picture.itemId)
  const [waiting] = await tx
    .select({ before: supplierPictures.image })
    .from(supplierPictures)
    .where(stillWaits(picture))
    .for('update')
  if (!waiting) return undefined
  const [product] = await tx
    .update(products)
    .set({
      image,
      imageAlt: sql`case when ${products.imageAlt} = '' then ${alt} else ${products.imageAlt} end`,
      version: sql`${products.version} + 1`,
      updatedAt: sql`now()`,
    })
    .where(
      sql`${products.id} = (select variant.product_id from market.supplier_items item
          join market.variants variant on variant.id = item.variant_id
          where item.id = ${picture.itemId})
        and (${products.image} is null or ${products.image} = ${waiting.before})
        and ${products.image} is distinct from ${image}`,
    )
    .returning({ id: products.id })
  await tx
    .update(supplierPictures)
    .set(product ? { outcome: 'taken', image } : { outcome: 'ours' })
    .where(stillWaits(picture))
  if (product) await askToTell(tx, product.id)
  return product?.id
}

async function giveUp(db: Db, picture: WaitingPicture, problem: string): Promise<void> {
  await db.update(supplierPictures).set({ outcome: 'failed', problem }).where(stillWaits(picture))
}
