import type { ItemKind } from '@rose-ash/shared/contracts/offers'
import type { VoucherProblem, VoucherTerms } from '../vouchers/voucher-terms.ts'

/** One thing to be priced. Prices have their tax in them; all amounts are in minor units. */
export interface PricedLine {
  key: string
  kind: ItemKind
  itemId: string
  /** What a slot is one of. */
  resourceId?: string | undefined
  pageId: string
  unitMinor: number
  quantity: number
  taxRateBasisPoints: number
}

export interface PricingInput {
  lines: PricedLine[]
  vouchers: VoucherTerms[]
  /** What bringing or keeping the goods of a page costs. */
  fees: { pageId: string; feeMinor: number; taxRateBasisPoints: number }[]
  /** Vouchers of an amount in another currency take nothing off. */
  currency?: string
}

export interface PricedOrder {
  /** In the order they came. */
  lines: { key: string; discountMinor: number; taxMinor: number; totalMinor: number }[]
  fees: { pageId: string; taxMinor: number }[]
  itemsMinor: number
  discountMinor: number
  feesMinor: number
  totalMinor: number
  taxMinor: number
  /** By rate, the lowest first; what costs nothing is left out. */
  taxes: TaxOfRate[]
  /** In the order they came. One that takes nothing off says why. */
  vouchers: { id: string; discountMinor: number; problem?: VoucherProblem }[]
}

export interface TaxOfRate {
  rateBasisPoints: number
  netMinor: number
  taxMinor: number
  grossMinor: number
}
