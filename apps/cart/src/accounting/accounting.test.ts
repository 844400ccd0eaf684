import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { ledgerAccounts, ledgerEntries } from '@rose-ash/shared/db/models/cart-ledger'
import { aPerson, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { missing } from '@rose-ash/shared/views/testing'
import { describe, expect, it } from 'vitest'
import { anOrder, aPayment, enterSale } from '../ledger/testing/books.ts'
import { merchantWorld } from '../testing/merchant-app.ts'
import { exportBooks } from './books/export-books.ts'
import { createAccounting } from './testing/accounting-app.ts'

const { db, url: databaseUrl } = await testDatabase()
const app = await testApp(createAccounting, testConfig('cart', { databaseUrl }))
const { admin, manager, member, stranger, page } = await merchantWorld(app)

const { order } = await anOrder(db, {
  lines: [
    { pageId: page.id, unitMinor: 1200, rate: 2000 },
    { pageId: page.id, unitMinor: 500 },
  ],
})
await aPayment(db, order)
await enterSale(db, order.id)

async function accountId(kind: string, ownerId: string | null = null): Promise<string> {
  const owner = ownerId === null ? sql`true` : eq(ledgerAccounts.ownerId, ownerId)
  const [row] = await db
    .select({ id: ledgerAccounts.id })
    .from(ledgerAccounts)
    .where(sql`${ledgerAccounts.kind} = ${kind} and ${owner}`)
  return row?.id ?? ''
}

const statuses = async (url: string) =>
  Promise.all(
    [stranger, member, manager, admin].map(async (who) => (await who.look(url)).statusCode),
  )

describe('the accounts', () => {
  it('are for administrators, and a page’s own for its managers', async () => {
    expect(await statuses('/desk/accounts')).toEqual([303, 403, 403, 200])
    expect(await statuses('/desk/accounts/books')).toEqual([303, 403, 403, 200])
    expect(await statuses('/desk/accounts/books.csv')).toEqual([303, 403, 403, 200])
    expect(await statuses(`/desk/accounts/${await accountId('producer', page.id)}`)).toEqual([
      303, 403, 200, 200,
    ])
    expect(await statuses(`/desk/accounts/${await accountId('tax')}`)).toEqual([303, 403, 403, 200])
    expect(await statuses(`/desk/accounts/${randomUUID()}`)).toEqual([303, 404, 404, 404])
  })

  it('show their balances, and their postings with what each left', async () => {
    const { body } = await admin.look('/desk/accounts')
    expect(body).toContain('-£15.00')
    expect(body).toContain('Tax, 20%')

    const own = (await manager.look(`/desk/accounts/${await accountId('producer', page.id)}`)).body

    expect(own).toContain(`<td>${order.number}</td>`)
    expect(own).not.toContain('Correct it')
  })

  it('page through postings without losing the balance', async () => {
    const first = await accountId('cash').then((id) => id || accountId('provider'))
    const other = await accountId('tax')
    for (let turn = 0; turn < 60; turn += 1) {
      await admin.send(`/desk/accounts/${first}/corrections`, {
        requestKey: randomUUID(),
        side: 'more',
        otherId: other,
        amount: '0.01',
        reason: 'Found under the till',
      })
    }

    const newest = (await admin.look(`/desk/accounts/${first}`)).body
    const before = /before=(\d+)/.exec(newest)?.[1]
    const older = (await admin.look(`/desk/accounts/${first}?before=${before}`)).body

    expect(newest).toContain('£17.60</td></tr>')
    expect(newest).toContain('£17.11</td></tr>')
    expect(newest).not.toContain('£17.10</td></tr>')
    expect(older).toContain('£17.10</td></tr>')
    expect(older).toContain('£17.00</td></tr>')
  })

  it('are corrected once for one form, with a reason, by administrators', async () => {
    const url = `/desk/accounts/${await accountId('provider')}/corrections`
    const form = {
      requestKey: randomUUID(),
      side: 'less',
      otherId: await accountId('tax'),
      amount: '1',
    }

    expect((await admin.send(url, { ...form, reason: ' ' })).body).toContain('Say why')
    expect((await admin.send(url, { ...form, reason: 'Why', amount: '1.005' })).statusCode).toBe(
      400,
    )
    expect((await manager.send(url, { ...form, reason: 'Why' })).statusCode).toBe(403)
    expect((await stranger.send(url, { ...form, reason: 'Why' })).statusCode).toBe(401)
    const key = eq(ledgerEntries.key, `correction:${form.requestKey}`)
    expect(await db.$count(ledgerEntries, key)).toBe(0)

    await Promise.all([1, 2].map(() => admin.send(url, { ...form, reason: 'A slip' })))

    expect(await db.$count(ledgerEntries, key)).toBe(1)
  })
})

describe('the pages', () => {
  it('leave nothing unsaid', async () => {
    const { id } = await aPerson(db)
    const urls = [
      '/desk/accounts',
      `/desk/accounts/${await accountId('producer', page.id)}`,
      '/desk/accounts/members',
      `/desk/accounts/members/${id}`,
      '/desk/accounts/books',
      '/desk/payouts',
      `/desk/payouts/producers/${page.id}`,
      '/desk/reconciliation',
    ]
    for (const url of urls) {
      const { body, statusCode } = await admin.look(url)
      const [, main = ''] = body.split('<main')
      expect([url, statusCode]).toEqual([url, 200])
      expect(main.replaceAll(/<script[^]*?<\/script>/g, '')).not.toMatch(missing)
    }
  })
})

describe('the books', () => {
  it('come as one line a posting, debits and credits equal', async () => {
    const today = new Date().toISOString().slice(0, 10)
    const { body, headers } = await admin.look(
      `/desk/accounts/books.csv?from=2026-01-01&to=${today}`,
    )

    expect(headers['content-disposition']).toContain(`books-2026-01-01-${today}.csv`)
    const rows = body
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','))
    const sum = (column: number) =>
      rows.reduce((all, row) => all + Math.round(Number(row[column]) * 100), 0)
    const [count] = (
      await db.execute<{ n: number }>(sql`select count(*)::int n from ledger.postings`)
    ).rows
    expect(rows).toHaveLength(count?.n ?? 0)
    expect(sum(7)).toBe(sum(8))
    expect(sum(7)).toBeGreaterThan(1700)
    expect(
      (await admin.look('/desk/accounts/books.csv?from=2020-01-01&to=2020-01-02')).body.trim(),
    ).toMatch(/Key$/)
    expect(
      (await admin.look('/desk/accounts/books?from=2026-02-01&to=2026-01-01')).statusCode,
    ).toBe(400)
  })

  it('are read to the end in steps', async () => {
    await db.execute(sql`
      with made as (insert into ledger.entries (id, key, kind)
        select gen_random_uuid(), 'many:' || n, 'correction' from generate_series(1, 1100) n returning id)
      insert into ledger.postings (entry_id, account_id, amount_minor)
      select made.id, ${await accountId('provider')}::uuid, side from made, unnest(array[1, -1]) side`)
    const days = { from: '2026-01-01', to: '2100-01-01', timeZone: 'Europe/London' }
    const runner = { personId: randomUUID(), isAdmin: true }

    const lines: string[] = []
    for await (const line of exportBooks(db, app, runner, days)) lines.push(line)

    expect(lines.filter((line) => line.includes('many:'))).toHaveLength(2200)
    expect(new Set(lines).size).toBe(lines.length)
  })

  it('tell the tax by rate, without what was corrected into other columns', async () => {
    const { body } = await admin.look('/desk/accounts/books')

    expect(body).toContain('<td class="number">20%</td><td class="number">£2.00</td>')
  })
})
