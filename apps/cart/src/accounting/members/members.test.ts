import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { deriveKey } from '@rose-ash/shared/config'
import { people } from '@rose-ash/shared/db/models/account'
import { signRequest } from '@rose-ash/shared/http'
import { aPerson, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { balanceOf, setLimit, spendable, topUp } from '../../ledger/members.ts'
import { anOrder, enterSale } from '../../ledger/testing/books.ts'
import { merchantWorld } from '../../testing/merchant-app.ts'
import { createAccounting } from '../testing/accounting-app.ts'

const { db, url: databaseUrl } = await testDatabase()
const app = await testApp(createAccounting, testConfig('cart', { databaseUrl }))
const { admin, manager, member, stranger, page } = await merchantWorld(app)
const currency = 'GBP'

const statuses = async (url: string) =>
  Promise.all(
    [stranger, member, manager, admin].map(async (who) => (await who.look(url)).statusCode),
  )

describe('members’ accounts', () => {
  it('are found by address, and for administrators alone', async () => {
    const { id, email } = await aPerson(db)
    expect(await statuses('/desk/accounts/members')).toEqual([303, 403, 403, 200])
    expect(await statuses(`/desk/accounts/members/${id}`)).toEqual([303, 403, 403, 200])

    const found = await admin.look(`/desk/accounts/members?email=${email.toUpperCase()}`)
    const lost = await admin.look('/desk/accounts/members?email=nobody@rose-ash.example')

    expect(found.headers.location).toBe(`/desk/accounts/members/${id}`)
    expect(lost.body).toContain('Nobody signs in with this address.')
    expect(await db.$count(people, sql`email = 'nobody@rose-ash.example'`)).toBe(0)
  })

  it('are paid into after it was asked, once', async () => {
    const { id } = await aPerson(db)
    const url = `/desk/accounts/members/${id}/top-ups`
    const form = { requestKey: randomUUID(), amount: '20', method: 'cash', memo: '' }

    const asked = await admin.send(url, form)
    expect(asked.body).toContain('pay in £20.00 in cash?')
    expect(await spendable(db, id, currency)).toBe(0)
    expect((await manager.send(url, { ...form, confirmed: 'yes' })).statusCode).toBe(403)
    expect((await admin.send(url, { ...form, amount: '0', confirmed: 'yes' })).statusCode).toBe(400)
    const answers = await Promise.all(
      [1, 2].map(() => admin.send(url, { ...form, confirmed: 'yes' })),
    )

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303])
    expect(await balanceOf(db, id, currency)).toBe(-2000)
    expect((await admin.look('/desk/accounts/members')).body).toContain('£20.00')
  })

  it('may owe what an administrator allows after it was asked', async () => {
    const { id } = await aPerson(db)
    const url = `/desk/accounts/members/${id}/limits`

    expect((await admin.send(url, { amount: '50' })).body).toContain('owe up to £50.00')
    expect(await spendable(db, id, currency)).toBe(0)
    expect((await member.send(url, { amount: '50', confirmed: 'yes' })).statusCode).toBe(403)
    expect((await admin.send(url, { amount: '50', confirmed: 'yes' })).statusCode).toBe(303)

    expect(await spendable(db, id, currency)).toBe(5000)
  })
})

describe('the balance on the dashboard', () => {
  it('says what a member has or owes, and nothing when there is neither', async () => {
    const rich = await aPerson(db)
    const debtor = await aPerson(db)
    const { id: nobody } = await aPerson(db)
    const top = { amountMinor: 1234, currency, method: 'bank' as const, byPersonId: rich.id }
    await topUp(db, { ...top, personId: rich.id, requestKey: randomUUID() })
    await setLimit(db, { personId: debtor.id, currency, limitMinor: 5000 })
    const sold = { lines: [{ pageId: page.id, unitMinor: 800 }], personId: debtor.id }
    const onAccount = await anOrder(db, { ...sold, terms: 'on_account' })
    await enterSale(db, onAccount.order.id)
    const later = await anOrder(db, { ...sold, terms: 'on_pickup' })
    await enterSale(db, later.order.id)

    expect(await balanceShownTo(rich.id)).toContain('£12.34</b> of credit')
    const owing = await balanceShownTo(debtor.id)
    expect(owing).toMatch(/You owe <b[^>]*>£8.00<\/b> of at most £50.00/)
    expect(owing).toContain('£8.00 is due when your things are handed over')
    const none = await balanceShownTo(nobody)
    expect(none).toContain('Pay in once, and order without a card.')
    expect(none).toContain(`href="${app.appConfig.origins.cart}/credit">Pay in</a>`)
  })
})

/** The fragment as another app asks for it. */
async function balanceShownTo(personId: string): Promise<string> {
  const path = '/internal/fragments/balance'
  const secret = deriveKey(app.appConfig.secret, 'internal requests').toString('hex')
  const viewer = `member:${personId}`
  const headers = { ...signRequest(secret, { method: 'GET', path, viewer }) }
  return (await app.inject({ path, headers })).body
}
