import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'drizzle-orm'
import { roles } from '@rose-ash/shared/db/models/account'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import {
  ledgerAccounts,
  ledgerEntries,
  ledgerPostings,
} from '@rose-ash/shared/db/models/cart-ledger'
import { aPage, aPerson, testDatabase } from '@rose-ash/shared/testing'
import { findChromium } from './find-chromium.ts'
import { expectUsable, newVisit, openBrowser } from './open-browser.ts'
import { type RunningCart, startCart } from './start-cart.ts'

const chromium = findChromium()

describe.skipIf(!chromium)('an administrator with the books', async () => {
  const { db, url: databaseUrl } = await testDatabase()
  let browser: Browser
  let running: RunningCart

  beforeAll(async () => {
    running = await startCart(databaseUrl)
    browser = await openBrowser(chromium ?? '')
  })

  /** A page that is owed £12.50. */
  async function aProducer(): Promise<void> {
    const { id: pageId } = await aPage(db, { title: 'Kiln Lane' })
    await db.insert(sellers).values({ pageId, payoutIban: 'DE89370400440532013000' })
    await db.transaction(async (tx) => {
      const entry = { key: 'sale:one', kind: 'sale' as const }
      const [sale] = await tx.insert(ledgerEntries).values(entry).returning()
      const [producer, guests] = await tx
        .insert(ledgerAccounts)
        .values([
          { kind: 'producer', ownerId: pageId, currency: 'GBP' },
          { kind: 'guests', currency: 'GBP' },
        ])
        .returning()
      const entryId = sale?.id ?? ''
      await tx.insert(ledgerPostings).values([
        { entryId, accountId: producer?.id ?? '', amountMinor: -1250 },
        { entryId, accountId: guests?.id ?? '', amountMinor: 1250 },
      ])
    })
  }

  it('pays in for a member, and pays a supplier', async () => {
    await aProducer()
    const person = await aPerson(db)
    const ada = await aPerson(db, { name: 'Ada Marsh' })
    await db.insert(roles).values({ personId: person.id, role: 'admin' })
    const { page, context, complaints } = await newVisit(browser)
    await running.signIn(context, person)

    await page.goto(`${running.origin}/desk/accounts/members`)
    await expectUsable(page)
    await page.getByLabel('Find a member').fill(ada.email)
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByRole('heading', { name: 'Ada Marsh' }).waitFor()
    await expectUsable(page)
    await page.getByLabel('How much').fill('20')
    await page.getByRole('button', { name: 'Go on' }).first().click()
    await expectUsable(page)
    await page.getByRole('button', { name: 'Yes, pay it in' }).click()
    await page.getByText('£20.00 of credit').waitFor()

    await page.goto(`${running.origin}/desk/payouts`)
    await expectUsable(page)
    await page.getByLabel('Its IBAN').fill('GB29 NWBK 6016 1331 9268 19')
    await page.getByRole('button', { name: 'Pay those chosen' }).click()
    await page.getByText('£12.50 to 1 producer').waitFor()
    await expectUsable(page)
    await page.getByRole('link', { name: 'Kiln Lane' }).click()
    await page.getByRole('heading', { name: 'Statement of Kiln Lane' }).waitFor()
    await expectUsable(page)
    for (const path of ['/desk/accounts', '/desk/accounts/books', '/desk/reconciliation']) {
      await page.goto(running.origin + path)
      await expectUsable(page)
    }
    await page.goto(`${running.origin}/desk/accounts`)
    await page.getByRole('link', { name: 'Producers' }).click()
    await page.getByRole('heading', { name: 'Producers: Kiln Lane' }).waitFor()
    await expectUsable(page)

    const { rows } = await db.execute(sql`select amount_minor from ledger.producer_payouts`)
    expect(rows).toEqual([{ amount_minor: 1250 }])
    expect(complaints).toEqual([])
  })
})
