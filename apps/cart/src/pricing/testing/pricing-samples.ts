import type { VoucherTerms } from '../../vouchers/voucher-terms.ts'
import type { PricedLine } from '../priced.ts'

/** Bread for £3.20, untaxed. */
export const line = (values: Partial<PricedLine> = {}): PricedLine => ({
  key: 'bread',
  kind: 'product',
  itemId: 'bread',
  pageId: 'bakery',
  unitMinor: 320,
  quantity: 1,
  taxRateBasisPoints: 0,
  ...values,
})

/** A voucher for everything. */
export const voucher = (values: Partial<VoucherTerms>): VoucherTerms => ({
  id: 'v1',
  code: 'SPRING',
  title: 'Spring',
  pageId: null,
  kind: 'percent',
  basisPoints: null,
  amountMinor: null,
  currency: null,
  itemKind: null,
  itemId: null,
  minimumMinor: 0,
  ...values,
})

export const percent = (basisPoints: number, values: Partial<VoucherTerms> = {}) =>
  voucher({ kind: 'percent', basisPoints, ...values })
export const amount = (amountMinor: number, values: Partial<VoucherTerms> = {}) =>
  voucher({ kind: 'amount', amountMinor, currency: 'GBP', ...values })
export const free = (itemId: string, values: Partial<VoucherTerms> = {}) =>
  voucher({ kind: 'free_item', itemKind: 'product', itemId, ...values })
