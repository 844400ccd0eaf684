import { eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { Forbidden } from '@rose-ash/shared/errors'
import type { Shop } from '../../shop.ts'
import { SavedMeanwhile } from '../errors.ts'
import { pageRunBy, type Runner } from './runner.ts'

export interface SellerTerms {
  /** In basis points; undefined leaves them as they are. Only administrators say them. */
  feeBasisPoints?: number | undefined
  feeTaxRateBasisPoints?: number | undefined
  onAccount: boolean
  onPickup: boolean
  cancelMinutes: number
  donations: boolean
  payoutName: string
  /** A plain, valid IBAN, or empty. */
  payoutIban: string
}

export interface TermsChange {
  runner: Runner
  pageId: string
  /** Of the terms that were looked at; 0 when there were only the usual ones. */
  baseVersion: number
  terms: SellerTerms
}

/**
 * Writes down on what terms a page sells from now on; orders that were placed keep theirs.
 *
 * @throws {Forbidden} unless they run the page; for a fee, unless they are an administrator.
 * @throws {SavedMeanwhile}
 */
export async function saveTerms(
  db: Db,
  house: Pick<Shop, 'services'>,
  { runner, pageId, baseVersion, terms }: TermsChange,
): Promise<void> {
  await pageRunBy(db, house, runner, pageId)
  const { feeBasisPoints, feeTaxRateBasisPoints, ...rest } = terms
  const fees = {
    ...(feeBasisPoints !== undefined && { feeBasisPoints }),
    ...(feeTaxRateBasisPoints !== undefined && { feeTaxRateBasisPoints }),
  }
  if (!runner.isAdmin && Object.keys(fees).length > 0) {
    throw new Forbidden('Only an administrator changes what the cooperative keeps.')
  }
  const values = { ...rest, ...fees }
  const { rowCount } = await db
    .insert(sellers)
    .values({ pageId, ...values })
    .onConflictDoUpdate({
      target: sellers.pageId,
      set: { ...values, version: sql`${sellers.version} + 1` },
      setWhere: eq(sellers.version, baseVersion),
    })
  if (rowCount === 0) throw new SavedMeanwhile()
}
