import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import {
  ledgerAccounts,
  ledgerEntries,
  ledgerPostings,
} from '@rose-ash/shared/db/models/cart-ledger'
import { aPage, testDatabase, untilTheyWait } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { postEntry } from './post-entry.ts'

const { db } = await testDatabase()
const currency = 'GBP'
const bakery = await aPage(db)

describe('entering', () => {
  it('adds up what is on one account, drops zeros, and happens once', async () => {
    const key = randomUUID()
    const till = { kind: 'cash', ownerId: bakery.id } as const
    const draft = {
      key,
      kind: 'correction' as const,
      currency,
      postings: [
        { account: till, amountMinor: 300 },
        { account: till, amountMinor: 200 },
        { account: { kind: 'opening' as const }, amountMinor: -500 },
        { account: { kind: 'guests' as const }, amountMinor: 0 },
      ],
    }

    const answers = await Promise.all(Array.from({ length: 5 }, () => postEntry(db, draft)))

    expect(answers.filter(Boolean)).toHaveLength(1)
    const { rows } = await db.execute(sql`select amount_minor::int as minor from ledger.postings
      join ledger.entries on entries.id = entry_id where key = ${key} order by 1`)
    expect(rows).toEqual([{ minor: -500 }, { minor: 500 }])
  })

  it('never waits in a circle with a payout of the same producers', async () => {
    const sell = (firstMinor: number, secondMinor: number) =>
      postEntry(db, {
        key: randomUUID(),
        kind: 'sale',
        currency,
        postings: [
          { account: { kind: 'producer', ownerId: first }, amountMinor: -firstMinor },
          { account: { kind: 'producer', ownerId: second }, amountMinor: -secondMinor },
          { account: { kind: 'guests' }, amountMinor: firstMinor + secondMinor },
        ],
      })
    const [first, second] = [(await aPage(db)).id, (await aPage(db)).id].toSorted()
    if (!first || !second) throw new Error('both were just made')
    await sell(100, 200)

    const { selling } = await db.transaction(async (payout) => {
      const lock = (page: string) =>
        payout.execute(sql`select from ledger.accounts where owner_id = ${page} for update nowait`)
      await lock(first)
      const selling = sell(100, 200)
      await untilTheyWait(db)
      await lock(second)
      return { selling }
    })

    expect(await selling).toBe(true)
  })

  it('refuses what does not balance, in code and in the database', async () => {
    const lopsided = {
      key: randomUUID(),
      kind: 'correction' as const,
      currency,
      postings: [{ account: { kind: 'opening' as const }, amountMinor: 1 }],
    }
    await expect(postEntry(db, lopsided)).rejects.toThrow(TypeError)

    const behindItsBack = db.transaction(async (tx) => {
      const [entry] = await tx
        .insert(ledgerEntries)
        .values({ key: lopsided.key, kind: 'correction' })
        .returning()
      const [account] = await tx.select().from(ledgerAccounts).limit(1)
      await tx
        .insert(ledgerPostings)
        .values({ entryId: entry?.id ?? '', accountId: account?.id ?? '', amountMinor: 1 })
    })
    await expect(behindItsBack).rejects.toMatchObject({ cause: { constraint: 'entries_balance' } })
    expect(await db.$count(ledgerEntries, sql`key = ${lopsided.key}`)).toBe(0)
  })

  it.each([
    `update ledger.entries set memo = 'x'`,
    'delete from ledger.entries',
    'update ledger.postings set amount_minor = 1',
    'delete from ledger.postings',
  ])('keeps what was entered: %s', async (statement) => {
    const before = await db.$count(ledgerPostings)

    await expect(db.execute(sql.raw(statement))).rejects.toMatchObject({ cause: { code: '23001' } })

    expect(await db.$count(ledgerPostings)).toBe(before)
  })
})
