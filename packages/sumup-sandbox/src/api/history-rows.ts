import { toMajor } from '../state/currencies.ts'
import { payoutDate } from '../state/payouts.ts'
import { refundedOf } from '../state/records.ts'
import type { Refund, Transaction } from '../state/records.ts'

export interface HistoryRow {
  id: string
  at: Date
  changedAt: Date
  view: ReturnType<typeof paymentView> | ReturnType<typeof refundView>
}

/** Attempts to pay and refunds, oldest first. */
export function historyRows(transactions: Transaction[]): HistoryRow[] {
  return transactions
    .flatMap((transaction) => [
      paymentRow(transaction),
      ...transaction.refunds.map((refund) => refundRow(transaction, refund)),
    ])
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())
}

function paymentRow(transaction: Transaction): HistoryRow {
  return {
    id: transaction.id,
    at: transaction.at,
    changedAt: transaction.refunds.at(-1)?.at ?? transaction.at,
    view: paymentView(transaction),
  }
}

function refundRow(transaction: Transaction, refund: Refund): HistoryRow {
  return {
    id: refund.id,
    at: refund.at,
    changedAt: refund.at,
    view: refundView(transaction, refund),
  }
}

function paymentView(transaction: Transaction) {
  return {
    ...commonView(transaction),
    id: transaction.id,
    type: 'PAYMENT',
    status: transaction.status,
    amount: toMajor(transaction.amount, transaction.currency),
    timestamp: transaction.at.toISOString(),
    refunded_amount: toMajor(refundedOf(transaction), transaction.currency),
    payout_date: transaction.status === 'SUCCESSFUL' ? payoutDate(transaction) : undefined,
  }
}

function refundView(transaction: Transaction, refund: Refund) {
  return {
    ...commonView(transaction),
    id: refund.id,
    type: 'REFUND',
    status: 'REFUNDED',
    amount: toMajor(refund.amount, transaction.currency),
    timestamp: refund.at.toISOString(),
  }
}

function commonView(transaction: Transaction) {
  return {
    transaction_id: transaction.id,
    transaction_code: transaction.code,
    currency: transaction.currency,
    payment_type: 'ECOM',
    installments_count: 1,
    product_summary: transaction.description,
    card_type: transaction.card.brand,
  }
}
