import { randomUUID } from 'node:crypto'
import { eq, isNull } from 'drizzle-orm'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { orders } from '@rose-ash/shared/db/models/cart'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { aTicketType, testDatabase } from '@rose-ash/shared/testing'
import { findChromium } from './find-chromium.ts'
import { expectAccessible, newVisit, openBrowser } from './open-browser.ts'
import { type RunningCart, startCart } from './start-cart.ts'

const chromium = findChromium()

describe.skipIf(!chromium)('who pays by card in our own page', async () => {
  const { db, url: databaseUrl } = await testDatabase()
  let browser: Browser
  let running: RunningCart

  beforeAll(async () => {
    running = await startCart(databaseUrl)
    browser = await openBrowser(chromium ?? '')
  })

  /** Orders two places as a guest; answers the key and the id of an order that waits to be paid. */
  async function anOrderToPay(): Promise<{ id: string; accessKey: string }> {
    const place = await aTicketType(db)
    const [merchant] = await db.select().from(merchants).where(isNull(merchants.pageId))
    const send = (url: string, form: Record<string, string>, cookie = '') =>
      running.cart.inject({
        method: 'POST',
        url,
        headers: {
          host: new URL(running.origin).host,
          'content-type': 'application/x-www-form-urlencoded',
          cookie,
        },
        payload: new URLSearchParams(form).toString(),
      })
    const added = await send('/items', { kind: 'ticket', id: place.id, quantity: '2' })
    const cookie = added.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    const begun = { merchant: merchant?.id ?? '', request_key: randomUUID() }
    const draft = await send('/checkout', begun, cookie)
    const buyer = { name: 'Tom Bell', email: 'tom@rose-ash.example', terms: 'online' }
    await send(draft.headers.location ?? '', { ...buyer, total: '3600' }, cookie)
    const [order] = await db.select().from(orders).where(eq(orders.requestKey, begun.request_key))
    expect(order).toMatchObject({ state: 'awaiting_payment', totalMinor: 3600 })
    return order ?? { id: '', accessKey: '' }
  }

  const stateOf = async (id: string) =>
    (await db.select().from(orders).where(eq(orders.id, id)))[0]?.state

  it('pays after a refused card, and nothing is complained of', async () => {
    const { id, accessKey } = await anOrderToPay()
    const { page, context, complaints } = await newVisit(browser, {
      viewport: { width: 360, height: 800 },
    })
    await page.goto(`${running.origin}/orders/${id}/card?key=${accessKey}`)
    const frame = page.frameLocator('iframe[title="Pay by card"]')
    await frame.getByLabel('Card number').waitFor()
    await expectAccessible(page)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)

    await frame.getByLabel('Card number').fill('4012 0010 3746 1114')
    await frame.getByRole('button', { name: 'Pay £36.00' }).click()
    await frame.getByText('Your bank could not check').waitFor()
    expect(await stateOf(id)).toBe('awaiting_payment')
    await frame.getByLabel('Card number').fill('4200 0000 0000 0091')
    await frame.getByRole('button', { name: 'Pay £36.00' }).click()
    await page.waitForURL(/\/orders\/[^/]+\?key=/)

    expect(await stateOf(id)).toBe('paid')
    expect(complaints).toEqual([])
    await context.close()
  })

  it('asks the bank first where the card wants it', async () => {
    const { id, accessKey } = await anOrderToPay()
    const { page, context } = await newVisit(browser, { colorScheme: 'dark' })
    await page.goto(`${running.origin}/orders/${id}/card?key=${accessKey}`)
    await expectAccessible(page)
    const frame = page.frameLocator('iframe[title="Pay by card"]')

    await frame.getByLabel('Card number').fill('4200 0000 0000 0042')
    await frame.getByRole('button', { name: 'Pay £36.00' }).click()
    await frame.getByRole('button', { name: 'Yes, pay' }).click()
    await page.waitForURL(/\/orders\/[^/]+\?key=/)

    expect(await stateOf(id)).toBe('paid')
    await context.close()
  })

  it('pays on SumUp’s own page when scripts are switched off', async () => {
    const { id, accessKey } = await anOrderToPay()
    const { page, context } = await newVisit(browser, { javaScriptEnabled: false })
    await page.goto(`${running.origin}/orders/${id}/card?key=${accessKey}`)

    await page.getByRole('button', { name: 'Pay on SumUp’s own page instead' }).click()
    await page.getByRole('button', { name: 'Pay £36.00' }).click()
    await page.getByRole('heading', { name: 'Payment successful' }).waitFor()

    expect(await stateOf(id)).toBe('awaiting_payment')
    await context.close()
  })
})
