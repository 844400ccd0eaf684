import { randomInt } from 'node:crypto'
import { and, eq, or, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { vouchers } from '@rose-ash/shared/db/models/cart-terms'
import { NotFound, Refusal } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { checkSteward, type Steward } from './steward.ts'

/** What is said of a voucher; without a code it gets one. */
export type VoucherChange = Omit<
  typeof vouchers.$inferSelect,
  'id' | 'code' | 'used' | 'active' | 'version' | 'createdBy' | 'createdAt'
> & { code: string | null }

class CodeTaken extends Refusal {
  constructor(code: string) {
    super('code_taken', 409, `There is a voucher “${code}” already. Choose another code.`)
  }
}

class EditConflict extends Refusal {
  constructor() {
    super(
      'edit_conflict',
      409,
      'Somebody else saved this while you were at it. Open it again to see what they changed.',
    )
  }
}

class UsedOftener extends Refusal {
  constructor(used: number) {
    super('used_oftener', 409, `It was used ${used} times already. Allow at least as many.`)
  }
}

/**
 * Makes vouchers of the same kind: one, or many with a random code each. Answers their codes.
 *
 * @throws {Forbidden} @throws {CodeTaken}
 */
export async function createVouchers(
  db: Db,
  { steward, change, many }: { steward: Steward; change: VoucherChange; many: number },
): Promise<string[]> {
  checkSteward(steward, change.pageId)
  const { code, ...terms } = change
  const rows = Array.from({ length: many }, () => ({
    ...terms,
    code: code && many === 1 ? code : randomCode(code),
    createdBy: steward.personId,
  }))
  // All of them or none: half a batch would be counted wrong by whoever prints it.
  const made = await db.transaction(async (tx) => {
    const inserted = await tx
      .insert(vouchers)
      .values(rows)
      .onConflictDoNothing({ target: vouchers.code })
      .returning({ code: vouchers.code })
    if (inserted.length < many) throw new CodeTaken(code ?? '')
    return inserted
  })
  return made.map((row) => row.code)
}

/** Changes a voucher. What it took off orders already stays. @throws {Refusal} */
export async function changeVoucher(
  db: Db,
  {
    steward,
    voucherId,
    change,
    version,
  }: { steward: Steward; voucherId: string; change: VoucherChange; version: number },
): Promise<void> {
  const { code, ...terms } = change
  const voucher = await voucherFor(db, steward, voucherId)
  checkSteward(steward, change.pageId)
  const name = code ?? voucher.code
  const enough = or(sql`${terms.maxUses}::int is null`, sql`${vouchers.used} <= ${terms.maxUses}`)
  const [saved] = await orTaken(
    name,
    db
      .update(vouchers)
      .set({ ...terms, code: name, version: version + 1 })
      .where(and(eq(vouchers.id, voucherId), eq(vouchers.version, version), enough))
      .returning({ id: vouchers.id }),
  )
  if (saved) return
  const now = await voucherFor(db, steward, voucherId)
  throw now.version === version ? new UsedOftener(now.used) : new EditConflict()
}

const HasCode = z.object({ cause: z.object({ constraint: z.literal('vouchers_code_once') }) })

async function orTaken<T>(code: string, write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (HasCode.safeParse(error).success) throw new CodeTaken(code)
    throw error
  }
}

/** Switches a voucher off, or on again. Orders that have it keep it. @throws {NotFound} @throws {Forbidden} */
export async function switchVoucher(
  db: Db,
  { steward, voucherId, active }: { steward: Steward; voucherId: string; active: boolean },
): Promise<void> {
  await voucherFor(db, steward, voucherId)
  await db
    .update(vouchers)
    .set({ active, version: sql`${vouchers.version} + 1` })
    .where(eq(vouchers.id, voucherId))
}

/** A voucher that this person may change. @throws {NotFound} @throws {Forbidden} */
export async function voucherFor(
  db: Db,
  steward: Steward,
  voucherId: string,
): Promise<typeof vouchers.$inferSelect> {
  const [voucher] = await db.select().from(vouchers).where(eq(vouchers.id, voucherId))
  if (!voucher) throw new NotFound('voucher')
  checkSteward(steward, voucher.pageId)
  return voucher
}

/** Letters and digits that nobody takes for each other, read out or in print. */
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** Fifty bits, so that nobody guesses one; after the beginning that was typed, if any. */
function randomCode(beginning: string | null): string {
  const word = Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('')
  const code = `${word.slice(0, 5)}-${word.slice(5)}`
  return beginning ? `${beginning.slice(0, 28)}-${code}` : code
}
