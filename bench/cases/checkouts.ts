import { randomUUID } from 'node:crypto'
import { openDatabase } from '@rose-ash/shared/db'
import { type Browser, crowd, openBrowser } from '../load/buyers.ts'
import { type BenchShop, fillOrders, fillShop } from '../stack/fill-shop.ts'
import type { BenchStack } from '../stack/start-bench-stack.ts'
import type { Row } from '../table.ts'
import type { Case } from './bench.ts'

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 8)
const sizes = [1_000, 100_000]

/**
 * Whole checkouts, from the basket until the buyer is back from paying, with a SumUp that answers at
 * once; by 1, 10 and 50 buyers, of many things and of the same one, with few and many orders before.
 */
export const checkouts: Case = async ({ stack }) => {
  const { db, close } = openDatabase({ url: stack.databaseUrl, size: 2, onError: () => undefined })
  try {
    const many = await fillShop(db, 100)
    const one = await fillShop(db, 1)
    await crowd(5, SECONDS / 2, () => buyerOf(stack, many))
    const rows: Row[] = []
    const rates: number[] = []
    for (const size of sizes) {
      await fillOrders(db, size)
      for (const buyers of [1, 10, 50]) {
        for (const [what, shop] of [
          ['many things', many],
          ['the same thing', one],
        ] as const) {
          const own = await crowd(buyers, SECONDS, () => buyerOf(stack, shop))
          if (buyers === 10 && shop === many) rates.push(own.perSecond)
          rows.push({
            name: `whole checkouts of ${what}, ${buyers} buyer(s), ${size} orders before`,
            ...own,
            result: `${own.perSecond.toFixed(1)}/s, p95 ${own.p95Ms.toFixed(0)} ms`,
          })
        }
      }
    }
    const part = (rates.at(-1) ?? 0) / (rates[0] ?? 1)
    const name = 'checkouts, 10 buyers: the rate with 100,000 orders over that with 1,000'
    return [...rows, { name, target: '> 0.67', result: part.toFixed(2), met: part > 0.67 }]
  } finally {
    await close()
  }
}

/** Each checkout is another guest's. */
function buyerOf(stack: BenchStack, shop: BenchShop): () => Promise<void> {
  return () => checkOut(stack, shop, openBrowser(stack.originOf('cart')))
}

async function checkOut(stack: BenchStack, shop: BenchShop, buyer: Browser): Promise<void> {
  const { merchantId: merchant, items, priceMinor } = shop
  const id = items[Math.floor(Math.random() * items.length)] ?? ''
  await buyer.send('/items', { kind: 'ticket', id, quantity: '1' })
  const checkout = await buyer.send('/checkout', { merchant, request_key: randomUUID() })
  const form = { total: String(priceMinor), name: 'Tom', email: 'tom@rose-ash.example' }
  const payUrl = new URL(await buyer.send(checkout, { ...form, terms: 'online' }))
  const card = { card_number: '4200000000000091', action: 'pay' }
  await openBrowser(stack.sumupOrigin).send(payUrl.pathname, card)
  await buyer.send(checkout.replace('/checkout?', '/return?'))
}
