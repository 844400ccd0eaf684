import { openDatabase } from '@rose-ash/shared/db'
import { crowd, openBrowser } from '../load/buyers.ts'
import { startYardstick } from '../load/start-yardstick.ts'
import { fillOrders, fillShop } from '../stack/fill-shop.ts'
import type { Row } from '../table.ts'
import type { Case } from './bench.ts'

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 6)
const sizes = [1_000, 100_000]

/**
 * Putting something into the basket, by guests with a basket each, beside the same clients asking the
 * yardstick; with 1, 10 and 50 of them, and with few and many orders in the table.
 */
export const adding: Case = async ({ stack }) => {
  const { db, close } = openDatabase({ url: stack.databaseUrl, size: 2, onError: () => undefined })
  const { folder, yardstickPort: port } = stack
  const page = { bytes: Buffer.from('added'), contentType: 'text/plain' }
  const yardstick = await startYardstick({ port, folder, page })
  try {
    const { items } = await fillShop(db, 20)
    const add = (buyer: ReturnType<typeof openBrowser>) => async () => {
      const id = items[Math.floor(Math.random() * items.length)] ?? ''
      await buyer.send('/items', { kind: 'ticket', id, quantity: '1' })
    }
    // After ninety-nine of one thing the basket is full, which is refused.
    const someone = () => {
      let [buyer, turns] = [openBrowser(stack.originOf('cart')), 0]
      return async () => {
        turns += 1
        if (turns % 15 === 0) buyer = openBrowser(stack.originOf('cart'))
        await add(buyer)()
      }
    }
    await crowd(10, SECONDS, someone)
    const rows: Row[] = []
    const p95s: number[] = []
    for (const size of sizes) {
      await fillOrders(db, size)
      for (const buyers of [1, 10, 50]) {
        const base = await crowd(buyers, SECONDS / 2, () => {
          const asking = openBrowser(yardstick.url)
          return () => asking.send('')
        })
        const own = await crowd(buyers, SECONDS, someone)
        if (buyers === 10) p95s.push(own.p95Ms)
        rows.push({
          name: `adding to the basket, ${buyers} buyer(s), ${size} orders in the table`,
          ...own,
          ratio: own.perSecond / base.perSecond,
          result: `p95 ${own.p95Ms.toFixed(1)} ms (the yardstick’s ${base.p95Ms.toFixed(1)} ms)`,
          ...(buyers === 10 && { target: 'p95 ≤ 25 ms', met: own.p95Ms <= 25 }),
        })
      }
    }
    const growth = (p95s.at(-1) ?? 0) / (p95s[0] ?? 1)
    const name = 'adding, 10 buyers: p95 with 100,000 orders over that with 1,000'
    return [...rows, { name, target: '< 1.5', result: growth.toFixed(2), met: growth < 1.5 }]
  } finally {
    await yardstick.stop()
    await close()
  }
}
