import { refundMethods, refundReasons } from '@rose-ash/shared/db/models/cart-payments'
import { z } from 'zod'
import { typedAmount } from '../../accounting/amount.ts'
import { MoreThanIsLeft, NothingToRefund } from '../../refunds/errors.ts'
import { priceOf, type WantedRefund } from '../../refunds/refund-order.ts'
import type { ClerkOrder } from '../clerk.ts'
import type { DeskRefund } from './refund-at-desk.ts'

export interface TypedRefund {
  refund: Omit<DeskRefund, 'orderId'>
  /** Minor units; null for all that is left of the order. */
  totalMinor: number | null
  /** In words, what comes back. */
  what: string
}

const Words = z.object({
  requestKey: z.uuid(),
  what: z.enum(['whole', 'lines'], 'Choose what goes back.'),
  reason: z.enum(refundReasons),
  message: z.string().trim().max(300).default(''),
  method: z.enum(refundMethods),
})

const count = z.coerce
  .number('Write how many as a whole number.')
  .int('Write how many as a whole number.')
  .min(0)
  .max(99)

/**
 * Reads the form that gives money back: all of an order, or of each line how many come back (`q-<line>`)
 * and how much money for it (`a-<line>`; empty for its price).
 *
 * @throws {z.ZodError} @throws {NothingToRefund} when no line is filled in.
 */
export function readRefund(
  form: Record<string, string>,
  { order, lines }: ClerkOrder,
): TypedRefund {
  const { what, ...words } = Words.parse(form)
  if (what === 'whole') {
    const all =
      'All that is left of the order; tickets and bookings are void, and goods are on the shelf again.'
    return { refund: { ...words, lines: undefined }, totalMinor: null, what: all }
  }
  const wanted = lines.flatMap((line) => {
    const { id, title } = line
    const quantity = count.parse(form[`q-${id}`] || '0')
    const amount = form[`a-${id}`]?.trim() ?? ''
    if (quantity === 0 && amount === '') return []
    const amountMinor = amount === '' ? undefined : typedAmount(order.currency).parse(amount)
    const want: WantedRefund = { lineId: id, quantity, amountMinor }
    return [{ title, want, minor: amountMinor ?? priceOf(line, quantity) }]
  })
  if (wanted.length === 0) throw new NothingToRefund()
  return {
    refund: { ...words, lines: wanted.map(({ want }) => want) },
    totalMinor: wanted.reduce((sum, { minor }) => sum + minor, 0),
    what: wanted.map(({ title, want }) => `${want.quantity} × ${title}`).join(', '),
  }
}

/** Told before somebody is asked whether they mean it. @throws {MoreThanIsLeft} */
export function checkLeft(
  { lines: wanted = [] }: TypedRefund['refund'],
  { lines }: ClerkOrder,
): void {
  for (const { lineId, quantity } of wanted) {
    const line = lines.find(({ id }) => id === lineId)
    const left = line ? line.quantity - line.returnedQuantity : 0
    if (quantity > left) throw new MoreThanIsLeft(line?.title ?? '', left)
  }
}
