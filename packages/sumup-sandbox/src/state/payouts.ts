import type { Refund, Transaction } from './records.ts'

/** What SumUp keeps of a payment: 2.5 %. Real rates differ by country and contract. */
export function feeOf(transaction: Transaction): number {
  return Math.round((transaction.amount * 25) / 1000)
}

/** What reaches the merchant's bank. A refund does not bring the fee back. */
export function payoutOf(transaction: Transaction): number {
  return transaction.amount - feeOf(transaction)
}

/** Money moves to or from the bank the day after (UTC), as `YYYY-MM-DD`. */
export function payoutDate(moved: Transaction | Refund): string {
  const nextDay = new Date(moved.at)
  nextDay.setUTCDate(nextDay.getUTCDate() + 1)
  return dateOf(nextDay)
}

export function isPaidOut(moved: Transaction | Refund, now: Date): boolean {
  return payoutDate(moved) <= dateOf(now)
}

export function dateOf(time: Date): string {
  return time.toISOString().slice(0, 10)
}
