import type { VoucherProblem, VoucherTerms } from '../vouchers/voucher-terms.ts'
import type { PricedLine, PricedOrder } from './priced.ts'
import { share } from './share.ts'

/** Free things first: they save most while nothing else was taken off them. */
const turns = ['free_item', 'percent', 'amount']

interface Discounts {
  /** What is taken off a line. */
  ofLine(key: string): number
  vouchers: PricedOrder['vouchers']
}

/** What each voucher takes off which line. In what order lines and vouchers come does not matter. */
export function applyVouchers(
  lines: PricedLine[],
  vouchers: VoucherTerms[],
  currency: string | undefined,
): Discounts {
  // Remainders go to the earlier line, so lines stand in an order of their own.
  const sorted = lines
    .filter(({ kind }) => kind !== 'donation')
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const taken = new Map(sorted.map(({ key }) => [key, 0]))
  const outcomes = new Map<string, PricedOrder['vouchers'][number]>()
  for (const voucher of inTurn(vouchers)) {
    if (outcomes.has(voucher.id)) continue
    outcomes.set(voucher.id, { id: voucher.id, ...apply(sorted, voucher, { taken, currency }) })
  }
  return {
    ofLine: (key) => taken.get(key) ?? 0,
    vouchers: [...new Set(vouchers.map(({ id }) => id))].flatMap((id) => outcomes.get(id) ?? []),
  }
}

const inTurn = (vouchers: VoucherTerms[]): VoucherTerms[] =>
  vouchers.toSorted(
    (a, b) => turns.indexOf(a.kind) - turns.indexOf(b.kind) || (a.id < b.id ? -1 : 1),
  )

/** Takes it off, into `taken`. */
function apply(
  lines: PricedLine[],
  voucher: VoucherTerms,
  { taken, currency }: { taken: Map<string, number>; currency: string | undefined },
): { discountMinor: number; problem?: VoucherProblem } {
  if (voucher.currency && currency && voucher.currency !== currency) return no('other_currency')
  const own = lines.filter((line) => isFor(voucher, line))
  const before = own.reduce((sum, { unitMinor, quantity }) => sum + unitMinor * quantity, 0)
  const weights = own.map((line) => line.unitMinor * line.quantity - (taken.get(line.key) ?? 0))
  const left = weights.reduce((sum, weight) => sum + weight, 0)
  if (left === 0) return no('nothing_for_it')
  if (before < voucher.minimumMinor) return no('below_minimum')
  const discountMinor = Math.min(left, worthOf(voucher, { left, unitMinor: own[0]?.unitMinor }))
  // A percent of a few pence can be nothing at all.
  if (discountMinor === 0) return no('nothing_for_it')
  share(discountMinor, weights).forEach((part, place) => {
    const { key } = own[place] ?? { key: '' }
    taken.set(key, (taken.get(key) ?? 0) + part)
  })
  return { discountMinor }
}

const no = (problem: VoucherProblem) => ({ discountMinor: 0, problem })

const isFor = ({ pageId, itemKind, itemId }: VoucherTerms, line: PricedLine): boolean =>
  (pageId === null || pageId === line.pageId) &&
  (itemId === null || (itemKind === line.kind && itemId === (line.resourceId ?? line.itemId)))

/** At most what the voucher says: parts of a penny are not given. */
function worthOf(
  { kind, basisPoints, amountMinor }: VoucherTerms,
  { left, unitMinor = 0 }: { left: number; unitMinor: number | undefined },
): number {
  if (kind === 'free_item') return unitMinor
  if (kind === 'percent') return Math.floor((left * (basisPoints ?? 0)) / 10_000)
  return amountMinor ?? 0
}
