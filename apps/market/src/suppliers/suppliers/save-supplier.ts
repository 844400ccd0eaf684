import { and, eq, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { supplierPages, suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import { Refusal } from '@rose-ash/shared/errors'
import type { Recipe } from '../../scraping/recipe/recipe.ts'
import { checkManages, managedSupplier } from '../manages.ts'
import type { SupplierParts } from '../supplier-parts.ts'

type Parts = Pick<SupplierParts, 'db' | 'services'>

const orNull = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === '' || value === undefined ? null : value), type.nullable())

/** What the form about a supplier sends. */
export const supplierForm = z.object({
  title: z.string().trim().min(1, 'Give the supplier a name.').max(200),
  email: orNull(z.email('This is no mail address.').max(200)),
  startUrl: orNull(
    z
      .url({ protocol: /^https?$/, error: 'This is no web address. It begins with https://' })
      .max(2_000),
  ),
  currency: z.string().regex(/^[A-Z]{3}$/, 'Write a currency such as GBP.'),
  locale: z.string().refine(isLocale, 'Write a language such as en-GB.'),
  rateSeconds: z.coerce.number().min(0.5, 'Leave half a second at least.').max(3_600),
  everyHours: orNull(
    z.coerce
      .number()
      .int()
      .min(1)
      .max(24 * 31),
  ),
})

export type SupplierForm = z.infer<typeof supplierForm>

/** Somebody else saved the supplier since the form was opened. */
class SavedMeanwhile extends Refusal {
  constructor() {
    super(
      'saved_meanwhile',
      409,
      'Somebody else changed this supplier meanwhile. Look at it again.',
    )
  }
}

/** Adds a supplier to a market. @returns its id. @throws {NotManaging} */
export async function createSupplier(
  parts: Parts,
  { personId, marketId, form }: { personId: string; marketId: string; form: SupplierForm },
): Promise<string> {
  await checkManages(parts, { personId, marketId })
  const nextRunAt = nextRun(form.everyHours)
  const [row] = await parts.db
    .insert(suppliers)
    .values({ marketId, ...form, nextRunAt })
    .returning({ id: suppliers.id })
  if (!row) throw new Error('an insert answers its row')
  return row.id
}

interface Save {
  personId: string
  supplierId: string
  /** Of the supplier that was looked at. */
  version: number
}

/**
 * Changes a supplier. Its prices are read anew when they mean something else; a permission is for the
 * site it was given for.
 *
 * @throws {NotManaging} @throws {SavedMeanwhile}
 */
export async function saveSupplier(
  parts: Parts,
  { form, ...save }: Save & { form: SupplierForm },
): Promise<void> {
  const before = await managedSupplier(parts, save)
  const isOtherSite = hostOf(before.startUrl) !== hostOf(form.startUrl)
  const isReadAnew = before.locale !== form.locale || before.currency !== form.currency
  const noPermission = { permission: null, permissionAt: null, permissionBy: null }
  const values = { ...form, nextRunAt: nextRun(form.everyHours), ...(isOtherSite && noPermission) }
  await write(parts, save, { values, isReadAnew })
}

/** Changes how a supplier's pages are read, and has them all read anew. @throws {SavedMeanwhile} */
export async function saveRecipe(
  parts: Parts,
  { recipe, ...save }: Save & { recipe: Recipe },
): Promise<void> {
  await managedSupplier(parts, save)
  await write(parts, save, { values: { recipe }, isReadAnew: true })
}

/**
 * Writes down that a supplier lets us read what its robots.txt forbids: who says so, when and in
 * which words. Without words there is no permission.
 */
export async function recordPermission(
  parts: Parts,
  { permission, ...save }: Save & { permission: string | null },
): Promise<void> {
  await managedSupplier(parts, save)
  const given = permission === null ? null : save.personId
  const values = {
    permission,
    permissionBy: given,
    permissionAt: permission === null ? null : new Date(),
  }
  await write(parts, save, { values, isReadAnew: false })
}

interface Change {
  values: PgUpdateSetSource<typeof suppliers>
  isReadAnew: boolean
}

async function write(
  { db }: Parts,
  { supplierId, version }: Save,
  { values, isReadAnew }: Change,
): Promise<void> {
  await db.transaction(async (tx) => {
    const saved = await tx
      .update(suppliers)
      .set({ ...values, version: sql`${suppliers.version} + 1` })
      .where(and(eq(suppliers.id, supplierId), eq(suppliers.version, version)))
      .returning({ id: suppliers.id })
    if (saved.length === 0) throw new SavedMeanwhile()
    if (!isReadAnew) return
    await tx
      .update(supplierPages)
      .set({ etag: null, lastModified: null, contentHash: null })
      .where(eq(supplierPages.supplierId, supplierId))
  })
}

const hostOf = (url: string | null) => URL.parse(url ?? '')?.host

const nextRun = (hours: number | null) =>
  hours === null ? null : sql<Date>`now() + ${hours}::int * interval '1 hour'`

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
