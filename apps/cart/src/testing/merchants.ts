import { eq, isNull } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { credentialSafe } from '../merchants/credentials.ts'
import type { Shop } from '../shop.ts'

/** The cooperative's own merchant, which every database has. */
export async function theCooperative(db: Db): Promise<string> {
  const [row] = await db
    .select({ id: merchants.id })
    .from(merchants)
    .where(isNull(merchants.pageId))
  if (!row) throw new Error('the migration made one')
  return row.id
}

/** A page's own merchant, with the sandbox's key unless another is given. */
export async function aMerchant(
  db: Db,
  { config }: Pick<Shop, 'config'>,
  { pageId, apiKey = config.sumup.apiKey }: { pageId: string; apiKey?: string },
): Promise<typeof merchants.$inferSelect> {
  const values = { pageId, name: 'The Mill', merchantCode: config.sumup.merchantCode }
  return db.transaction(async (tx) => {
    const [made] = await tx
      .insert(merchants)
      .values({ ...values, sealedCredentials: 'sealed below, when its id is known' })
      .returning()
    if (!made) throw new Error('an insert answers its row')
    const sealedCredentials = credentialSafe(config).seal(apiKey, made.id)
    const [row] = await tx
      .update(merchants)
      .set({ sealedCredentials })
      .where(eq(merchants.id, made.id))
      .returning()
    if (!row) throw new Error('an update answers its row')
    return row
  })
}
