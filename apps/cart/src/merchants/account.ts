import { eq } from 'drizzle-orm'
import type { Config } from '@rose-ash/shared/config'
import type { Db } from '@rose-ash/shared/db'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { NotFound } from '@rose-ash/shared/errors'
import { recordMessage } from '../payments/messages/record-message.ts'
import type { PaymentProvider } from '../payments/provider.ts'
import type { ProviderAccess, ProviderKind } from '../payments/provider-kind.ts'
import { providerKind } from '../payments/providers.ts'
import type { Shop } from '../shop.ts'
import { credentialSafe } from './credentials.ts'

type MerchantRow = typeof merchants.$inferSelect

/** Through whom a merchant is paid, ready to be asked. */
export interface MerchantAccount {
  merchantId: string
  /** The provider's name for who gets the money. */
  merchantCode: string
  kind: ProviderKind
  provider: PaymentProvider
}

/** Through whom a merchant is paid; without opening its credentials. @throws {NotFound} */
export async function providerOf(db: Db, merchantId: string): Promise<ProviderKind> {
  const { provider, id } = merchants
  const [row] = await db.select({ provider }).from(merchants).where(eq(id, merchantId))
  if (!row) throw new NotFound('merchant')
  return providerKind(row.provider)
}

/**
 * The account of a merchant, switched on or not: what was paid through it can still be refunded. The
 * row is read every time, so a new key counts at once, in every process.
 *
 * @throws {NotFound} when there is no such merchant.
 */
export async function accountOf(
  db: Db,
  shop: Pick<Shop, 'config' | 'log'>,
  merchantId: string,
): Promise<MerchantAccount> {
  const [row] = await db.select().from(merchants).where(eq(merchants.id, merchantId))
  if (!row) throw new NotFound('merchant')
  const record = recordMessage(db, shop.log)
  const access = { ...accessOf(shop.config, row), config: shop.config, record }
  const { merchantCode } = access
  const kind = providerKind(row.provider)
  return { merchantId, merchantCode, kind, provider: kind.connect(access) }
}

/** A row's own code and credentials; for the cooperative, the configuration's where it has none. */
function accessOf(
  config: Config,
  row: MerchantRow,
): Pick<ProviderAccess, 'merchantCode' | 'credentials'> {
  const ours = row.pageId === null ? providerKind(row.provider).ours(config) : undefined
  const merchantCode = row.merchantCode ?? ours?.merchantCode
  const credentials = row.sealedCredentials
    ? credentialSafe(config).open(row.sealedCredentials, row.id)
    : ours?.credentials
  if (!merchantCode || !credentials) throw new Error(`merchant ${row.id} cannot be paid`)
  return { merchantCode, credentials }
}
