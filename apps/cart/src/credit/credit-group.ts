import { money } from '@rose-ash/shared/money'
import type { Order } from '../orders/change-state.ts'
import type { LineGroup } from '../orders/order-lines.ts'

/** What an order of credit shows where others show their things. */
export function creditGroup({ id, totalMinor, currency }: Order): LineGroup {
  const total = money(totalMinor, currency)
  const nothing = { discount: undefined, refunded: undefined, packed: undefined }
  const words = { title: 'Credit', detail: 'for later orders', note: '' }
  const line = { id, ...words, ...nothing, quantity: 1, unitPrice: total, price: total, total }
  return { title: 'Your balance', lines: [{ ...line, returned: 0 }] }
}
