import { and, eq, isNull, notExists, or, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { Db } from '@rose-ash/shared/db'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { BadInput } from '@rose-ash/shared/errors'
import { recordMessage } from '../../payments/messages/record-message.ts'
import { providerKind } from '../../payments/providers.ts'
import type { Shop } from '../../shop.ts'
import { credentialSafe } from '../credentials.ts'
import { BeingPaid, OtherCurrency, SavedMeanwhile } from '../errors.ts'
import { checkAdmin, pageRunBy, type Runner } from './runner.ts'

type House = Pick<Shop, 'services' | 'config' | 'log'>

/** What stands on the invoices of a merchant. */
export interface MerchantWords {
  name: string
  address: string[]
  taxNumber: string
}

export interface MerchantChange extends MerchantWords {
  /** Of a merchant that is new; another keeps the one that it has. */
  provider: string
  merchantCode: string
  /** Empty: the key that is there stays. */
  apiKey: string
}

interface Save {
  runner: Runner
  /** Of what was looked at; 0 when there was none yet. */
  baseVersion: number
}

/**
 * Gives a page a merchant of its own, or changes it. A code or key that is new is tried at the
 * provider before it is kept.
 *
 * @throws {Forbidden} unless they run the page.
 * @throws {CredentialsRefused} @throws {OtherCurrency} @throws {BeingPaid} @throws {SavedMeanwhile}
 */
export async function saveMerchant(
  db: Db,
  house: House,
  { runner, baseVersion, pageId, change }: Save & { pageId: string; change: MerchantChange },
): Promise<void> {
  await pageRunBy(db, house, runner, pageId)
  const [row] = await db.select().from(merchants).where(eq(merchants.pageId, pageId))
  if ((row?.version ?? 0) !== baseVersion) throw new SavedMeanwhile()
  const { apiKey, ...words } = change
  const id = row?.id ?? v7()
  // Chosen once: what was paid through it can be given back through it alone.
  const provider = row?.provider ?? change.provider
  const safe = credentialSafe(house.config)
  const credentials = apiKey || keptCredentials(safe, row)
  if (!credentials) throw new BadInput('Paste the API key of the merchant as well.')
  if (apiKey || row?.merchantCode !== words.merchantCode) {
    await tryAtProvider(db, house, { ...words, provider, credentials })
  }
  // The key that is there is not written again: its seal may be changed at this moment.
  const sealed = apiKey ? { sealedCredentials: safe.seal(apiKey, id) } : {}
  await write(db, { id, pageId, baseVersion, values: { ...words, provider, ...sealed } })
}

type Row = typeof merchants.$inferSelect

const keptCredentials = (safe: ReturnType<typeof credentialSafe>, row: Row | undefined): string =>
  row?.sealedCredentials ? safe.open(row.sealedCredentials, row.id) : ''

interface Trial {
  provider: string
  merchantCode: string
  credentials: string
}

async function tryAtProvider(
  db: Db,
  { config, log }: House,
  { provider, merchantCode, credentials }: Trial,
): Promise<void> {
  const record = recordMessage(db, log)
  const { currency } = await providerKind(provider).whoIs({
    config,
    merchantCode,
    credentials,
    record,
  })
  if (currency !== config.currency) throw new OtherCurrency(currency, config.currency)
}

interface Write {
  id: string
  pageId: string
  baseVersion: number
  values: Omit<MerchantChange, 'apiKey'> & { sealedCredentials?: string }
}

async function write(db: Db, { id, pageId, baseVersion, values }: Write): Promise<void> {
  if (baseVersion === 0) {
    const made = await db
      .insert(merchants)
      .values({ id, pageId, ...values })
      .onConflictDoNothing()
    if (made.rowCount === 0) throw new SavedMeanwhile()
    return
  }
  const underWay = db
    .select({ id: payments.id })
    .from(payments)
    .where(and(eq(payments.merchantId, id), sql`${payments.state} in ('creating', 'pending')`))
  const { rowCount } = await db
    .update(merchants)
    .set({ ...values, version: sql`${merchants.version} + 1` })
    .where(
      and(
        eq(merchants.id, id),
        eq(merchants.version, baseVersion),
        or(eq(merchants.merchantCode, values.merchantCode), notExists(underWay)),
      ),
    )
  if (rowCount === 1) return
  const [now] = await db.select().from(merchants).where(eq(merchants.id, id))
  throw now?.version === baseVersion ? new BeingPaid() : new SavedMeanwhile()
}

/**
 * What stands on the cooperative's own invoices; its account at the provider is the configuration's.
 * Words left empty are those of the configuration.
 *
 * @throws {Forbidden} unless they are an administrator. @throws {SavedMeanwhile}
 */
export async function saveCooperative(
  db: Db,
  { runner, baseVersion, words }: Save & { words: MerchantWords },
): Promise<void> {
  checkAdmin(runner)
  const { rowCount } = await db
    .update(merchants)
    .set({ ...words, name: words.name || null, version: sql`${merchants.version} + 1` })
    .where(and(isNull(merchants.pageId), eq(merchants.version, baseVersion)))
  if (rowCount === 0) throw new SavedMeanwhile()
}

/**
 * Lets a page sell through its own merchant, or through the cooperative again. What was paid already
 * stays where it is, and can be given back from there.
 *
 * @throws {Forbidden} unless they run the page. @throws {SavedMeanwhile}
 */
export async function switchMerchant(
  db: Db,
  house: Pick<Shop, 'services'>,
  { runner, baseVersion, pageId, active }: Save & { pageId: string; active: boolean },
): Promise<void> {
  await pageRunBy(db, house, runner, pageId)
  const { rowCount } = await db
    .update(merchants)
    .set({ active, version: sql`${merchants.version} + 1` })
    .where(and(eq(merchants.pageId, pageId), eq(merchants.version, baseVersion)))
  if (rowCount === 0) throw new SavedMeanwhile()
}
