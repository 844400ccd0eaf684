import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { Db } from '@rose-ash/shared/db'
import { vouchers } from '@rose-ash/shared/db/models/cart-terms'
import { aPerson, testDatabase, untilTheyWait } from '@rose-ash/shared/testing'
import { changeVoucher, createVouchers, type VoucherChange } from './save-voucher.ts'
import type { Steward } from './steward.ts'

const { db } = await testDatabase()
const steward: Steward = { personId: (await aPerson(db)).id, isAdmin: true, pages: [] }
const blank: VoucherChange = {
  code: null,
  title: 'A tenth off',
  pageId: null,
  kind: 'percent',
  basisPoints: 1_000,
  amountMinor: null,
  currency: null,
  itemKind: null,
  itemId: null,
  minimumMinor: 0,
  maxUses: null,
  maxPerPerson: null,
  startsAt: null,
  endsAt: null,
}

async function aVoucher(code: string) {
  await createVouchers(db, { steward, change: { ...blank, code }, many: 1 })
  const [row] = await db.select().from(vouchers).where(eq(vouchers.code, code))
  if (!row) throw new Error(`no voucher ${code}`)
  return row
}

const codeOf = async (id: string) =>
  (await db.select().from(vouchers).where(eq(vouchers.id, id)))[0]?.code

describe('two at the vouchers at once', () => {
  it('cannot both choose one code: the second is told', async () => {
    const [first, second] = [await aVoucher('FIRST'), await aVoucher('SECOND')]
    const change = { ...blank, code: 'WANTED' }

    const { saving } = await db.transaction(async (other) => {
      await changeVoucher(other, { steward, voucherId: first.id, change, version: 1 })
      const saving = changeVoucher(db, { steward, voucherId: second.id, change, version: 1 }).catch(
        (error: unknown) => error,
      )
      await untilTheyWait(db)
      return { saving }
    })

    expect(await saving).toMatchObject({ code: 'code_taken', status: 409 })
    expect([await codeOf(first.id), await codeOf(second.id)]).toEqual(['WANTED', 'SECOND'])
  })

  it('do not save over each other: the second is told why', async () => {
    const { id: voucherId } = await aVoucher('SHARED')
    const save = (on: Db, code: string) =>
      changeVoucher(on, { steward, voucherId, change: { ...blank, code }, version: 1 })

    const { saving } = await db.transaction(async (other) => {
      await save(other, 'THEIRS')
      const saving = save(db, 'OURS').catch((error: unknown) => error)
      await untilTheyWait(db)
      return { saving }
    })

    expect(await saving).toMatchObject({ code: 'edit_conflict', status: 409 })
    expect(await codeOf(voucherId)).toBe('THEIRS')
  })
})
