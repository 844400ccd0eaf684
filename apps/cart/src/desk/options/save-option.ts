import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { handoverOptions } from '@rose-ash/shared/db/models/cart-terms'
import { NotFound } from '@rose-ash/shared/errors'
import { SavedMeanwhile } from '../../merchants/errors.ts'
import { type Clerk, pagesFor } from '../clerk.ts'
import type { OptionValues } from './option-form.ts'

export type HandoverOption = typeof handoverOptions.$inferSelect

/** How the goods of a clerk's pages reach people, in the order that buyers are offered them. */
export async function optionsFor(
  db: Db,
  clerk: Clerk,
  pageId: string | undefined,
): Promise<HandoverOption[]> {
  return db
    .select()
    .from(handoverOptions)
    .where(inArray(handoverOptions.pageId, pagesFor(clerk, pageId)))
    .orderBy(asc(handoverOptions.pageId), asc(handoverOptions.position), asc(handoverOptions.id))
}

/** @throws {NotFound} @throws {Forbidden} unless they run its page. */
export async function optionFor(db: Db, clerk: Clerk, optionId: string): Promise<HandoverOption> {
  const [option] = await db.select().from(handoverOptions).where(eq(handoverOptions.id, optionId))
  if (!option) throw new NotFound('way of handing over')
  pagesFor(clerk, option.pageId)
  return option
}

/** Gives a page another way, after those it has. @throws {Forbidden} unless they run it. */
export async function addOption(
  db: Db,
  { clerk, pageId, currency, values }: NewOption,
): Promise<void> {
  pagesFor(clerk, pageId)
  const position = sql`(select coalesce(max(one.position) + 1, 0) from ${handoverOptions} one
    where one.page_id = ${pageId})`
  await db.insert(handoverOptions).values({ ...values, pageId, currency, position })
}

export interface NewOption {
  clerk: Clerk
  pageId: string
  currency: string
  values: OptionValues
}

export interface OptionChange {
  clerk: Clerk
  optionId: string
  /** Of the option that was looked at. */
  baseVersion: number
  change: OptionValues | { active: boolean }
}

/**
 * Changes a way, or switches it on or off; what was ordered with it stays as it was.
 *
 * @throws {SavedMeanwhile} @throws {NotFound} @throws {Forbidden}
 */
export async function changeOption(
  db: Db,
  { clerk, optionId, baseVersion, change }: OptionChange,
): Promise<void> {
  await optionFor(db, clerk, optionId)
  const same = and(eq(handoverOptions.id, optionId), eq(handoverOptions.version, baseVersion))
  const { rowCount } = await db
    .update(handoverOptions)
    .set({ ...change, version: sql`${handoverOptions.version} + 1` })
    .where(same)
  if (rowCount === 0) throw new SavedMeanwhile()
}
