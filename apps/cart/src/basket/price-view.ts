import { money, type Money } from '@rose-ash/shared/money'
import { priceOrder } from '../pricing/price-order.ts'
import type { VoucherTerms } from '../vouchers/voucher-terms.ts'
import { type BasketLine, unitOf } from './queries.ts'

/** What an order costs, as a summary shows it. */
export interface PriceView {
  items: Money
  discount: Money | undefined
  fees: Money | undefined
  total: Money
  taxes: { ratePercent: number; tax: Money }[]
  vouchers: { id: string; code: string; title: string; discount: Money | undefined }[]
}

/** What these lines cost with these vouchers, before anything is delivered. */
export function priceView(
  lines: [BasketLine, ...BasketLine[]],
  vouchers: VoucherTerms[],
): PriceView {
  const [{ offer }] = lines
  return priceViewOf(priceOrder({ lines: lines.map(pricedLine), vouchers, fees: [] }), {
    vouchers,
    currency: offer.currency,
  })
}

/** A price in words' reach: amounts with their currency, taxes by rate, vouchers by name. */
function priceViewOf(
  price: ReturnType<typeof priceOrder>,
  { vouchers, currency }: { vouchers: VoucherTerms[]; currency: string },
): PriceView {
  const some = (amount: number) => (amount === 0 ? undefined : money(amount, currency))
  return {
    items: money(price.itemsMinor, currency),
    discount: some(price.discountMinor),
    fees: some(price.feesMinor),
    total: money(price.totalMinor, currency),
    taxes: price.taxes
      .filter(({ taxMinor }) => taxMinor > 0)
      .map(({ rateBasisPoints, taxMinor }) => ({
        ratePercent: rateBasisPoints / 100,
        tax: money(taxMinor, currency),
      })),
    vouchers: vouchers.map(({ id, code, title }) => {
      const used = price.vouchers.find((voucher) => voucher.id === id)
      return { id, code, title, discount: some(used?.discountMinor ?? 0) }
    }),
  }
}

/** A basket line as prices are made of it. */
export function pricedLine(line: BasketLine) {
  const { id, quantity, offer } = line
  const { kind, itemId, resourceId, page, taxRateBasisPoints } = offer
  const item = { kind, itemId, resourceId, pageId: page.id }
  return { key: id, ...item, unitMinor: unitOf(line), quantity, taxRateBasisPoints }
}
