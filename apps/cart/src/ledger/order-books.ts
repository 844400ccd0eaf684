import { taxIn } from '../pricing/tax.ts'
import { type AccountName, accountKey, taxAccount } from './accounts.ts'
import type { Posting } from './post-entry.ts'

/** What a line cost when it was sold, what packing made of that, and what of it went back. */
export interface SoldLine {
  pageId: string
  /** Nobody takes a fee of what is given. */
  isDonation: boolean
  soldMinor: number
  taxMinor: number
  taxRateBasisPoints: number
  adjustedMinor: number
  refundedMinor: number
}

/** What bringing or keeping the goods of a page costs. */
export interface SoldHandover {
  pageId: string
  feeMinor: number
  taxMinor: number
  taxRateBasisPoints: number
}

/** How an order stands: all that the books have to know of it. Amounts in minor units, tax in them. */
export interface OrderStanding {
  merchantId: string
  lines: SoldLine[]
  handovers: SoldHandover[]
  /** What went back beyond the lines: it is taken from the fees of the handovers, then given by us. */
  beyondMinor: number
}

/** The cooperative's fee on a page's sale, as it was entered with the sale. */
export interface SaleFee {
  pageId: string
  netMinor: number
  feeMinor: number
  feeTaxMinor: number
  /** The cooperative's account for the tax on its fee. */
  taxAccount: AccountName
}

/**
 * Who has what of an order as it stands: credits of producers and of tax, together what it brings. What
 * changes is entered as the difference of two standings, so any number of steps adds up to the cent.
 */
export function earned(standing: OrderStanding): Posting[] {
  const parts = [...standing.lines.map(lineNow), ...handoversNow(standing)]
  const credits = parts.flatMap(({ pageId, grossMinor, taxMinor, taxRateBasisPoints }) => [
    { account: producer(pageId), amountMinor: taxMinor - grossMinor },
    { account: taxAccount(standing.merchantId, taxRateBasisPoints), amountMinor: -taxMinor },
  ])
  const given = standing.beyondMinor - sum(standing.handovers.map(({ feeMinor }) => feeMinor))
  return given > 0
    ? [...credits, { account: { kind: 'cooperative' }, amountMinor: given }]
    : credits
}

/** What the order brings as it stands. */
export const broughtMinor = (standing: OrderStanding): number =>
  -sum(earned(standing).map(({ amountMinor }) => amountMinor))

/** What a page has of the order as it stands, net of tax and without what was given to it. */
export function netOfPage({ lines, ...standing }: OrderStanding, pageId: string): number {
  const sold = lines.filter(({ isDonation }) => !isDonation)
  const parts = [...sold.map(lineNow), ...handoversNow({ lines, ...standing })]
  const own = parts.filter((part) => part.pageId === pageId)
  return sum(own.map(({ grossMinor, taxMinor }) => grossMinor - taxMinor))
}

/** The fee as the order stands: in proportion to what the page still has of it. */
export function feeNow({ pageId, ...fee }: SaleFee, standing: OrderStanding): Posting[] {
  const netMinor = Math.max(0, netOfPage(standing, pageId))
  const feeMinor = proportion(fee.feeMinor, netMinor, fee.netMinor)
  const taxMinor = proportion(fee.feeTaxMinor, netMinor, fee.netMinor)
  return [
    { account: producer(pageId), amountMinor: feeMinor + taxMinor },
    { account: { kind: 'fees' }, amountMinor: -feeMinor },
    { account: fee.taxAccount, amountMinor: -taxMinor },
  ]
}

/** What must be entered for the books to go from one to the other. */
export function difference(before: Posting[], after: Posting[]): Posting[] {
  const moves = [
    ...after,
    ...before.map(({ account, amountMinor }) => ({ account, amountMinor: -amountMinor })),
  ]
  return [...Map.groupBy(moves, ({ account }) => accountKey(account)).values()]
    .map((same) => ({
      account: same[0]?.account ?? { kind: 'cooperative' as const },
      amountMinor: sum(same.map(({ amountMinor }) => amountMinor)),
    }))
    .filter(({ amountMinor }) => amountMinor !== 0)
}

/** `part` × `of` / `whole`, halves up; nothing of nothing. None is below zero. */
export function proportion(part: number, of: number, whole: number): number {
  if (whole === 0) return 0
  const [a, b, c] = [BigInt(part), BigInt(of), BigInt(whole)]
  return Number((2n * a * b + c) / (2n * c))
}

const sum = (amounts: number[]): number => amounts.reduce((total, amount) => total + amount, 0)

const producer = (pageId: string): AccountName => ({ kind: 'producer', ownerId: pageId })

interface Part {
  pageId: string
  grossMinor: number
  taxMinor: number
  taxRateBasisPoints: number
}

function lineNow({ pageId, taxRateBasisPoints, ...line }: SoldLine): Part {
  const grossMinor = line.soldMinor + line.adjustedMinor - line.refundedMinor
  const taxMinor =
    grossMinor === line.soldMinor ? line.taxMinor : taxIn(grossMinor, taxRateBasisPoints)
  return { pageId, grossMinor, taxMinor, taxRateBasisPoints }
}

function handoversNow({ handovers, beyondMinor }: OrderStanding): Part[] {
  let left = beyondMinor
  return handovers.map(({ pageId, feeMinor, taxRateBasisPoints, ...handover }) => {
    const back = Math.min(left, feeMinor)
    left -= back
    const taxMinor = back === 0 ? handover.taxMinor : taxIn(feeMinor - back, taxRateBasisPoints)
    return { pageId, grossMinor: feeMinor - back, taxMinor, taxRateBasisPoints }
  })
}
