import type { vouchers } from '@rose-ash/shared/db/models/cart-terms'

/** What a voucher is good for, as pricing needs it. */
export type VoucherTerms = Pick<
  typeof vouchers.$inferSelect,
  | 'id'
  | 'code'
  | 'title'
  | 'pageId'
  | 'kind'
  | 'basisPoints'
  | 'amountMinor'
  | 'currency'
  | 'itemKind'
  | 'itemId'
  | 'minimumMinor'
>

/** Why a voucher takes nothing off, and what to tell of it. */
export const voucherProblems = {
  unknown: 'We know no such voucher. Look at how it is written.',
  not_yet: 'This voucher is not valid yet.',
  over: 'This voucher is over.',
  used_up: 'This voucher was used as often as it could be.',
  used_before: 'You used this voucher before, as often as one person can.',
  nothing_for_it: 'There is nothing in your basket that this voucher is for.',
  below_minimum: 'This voucher needs more in your basket than there is.',
  other_currency: 'This voucher is in another currency.',
} as const

export type VoucherProblem = keyof typeof voucherProblems
