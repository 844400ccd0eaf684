import type { orderLines } from '@rose-ash/shared/db/models/cart'
import type { Db } from '@rose-ash/shared/db'
import { money, type Money } from '@rose-ash/shared/money'
import type { Services } from '@rose-ash/shared/services/registry'
import { lineTotal } from '../pricing/line-total.ts'

export interface OrderLineView {
  id: string
  title: string
  detail: string
  note: string
  quantity: number
  unitPrice: Money
  /** All of it, before vouchers. */
  price: Money
  discount: Money | undefined
  /** After vouchers. */
  total: Money
  /** How many of it came back, and how much money went back for it. */
  returned: number
  refunded: Money | undefined
  /** What packing showed of a weighed thing, and what that changed. */
  packed: { amount: string; adjusted: Money } | undefined
}

export interface LineGroup {
  title: string
  lines: OrderLineView[]
}

type Line = typeof orderLines.$inferSelect

/** An order's lines by the page that sells them. */
export async function groupLines(
  db: Db,
  services: Services,
  { lines, currency }: { lines: Line[]; currency: string },
): Promise<LineGroup[]> {
  const byPage = Map.groupBy(lines, ({ pageId }) => pageId)
  const pages = await services.blog.pagesById(db, [...byPage.keys()])
  return [...byPage].map(([pageId, own]) => ({
    title: pages.get(pageId)?.title ?? '',
    lines: own.map((line) => lineView(line, currency)),
  }))
}

function lineView(line: Line, currency: string): OrderLineView {
  const { id, title, detail, note, quantity, unitMinor, discountMinor, packedAmount } = line
  const some = (amount: number) => (amount === 0 ? undefined : money(amount, currency))
  return {
    id,
    title,
    detail,
    note,
    quantity,
    unitPrice: money(unitMinor, currency),
    price: money(unitMinor * quantity, currency),
    discount: some(discountMinor),
    total: money(lineTotal(line), currency),
    returned: line.returnedQuantity,
    refunded: some(line.refundedMinor),
    packed:
      packedAmount === null
        ? undefined
        : {
            amount: `${packedAmount} ${line.measureUnit ?? ''}`.trim(),
            adjusted: money(line.adjustedMinor, currency),
          },
  }
}
