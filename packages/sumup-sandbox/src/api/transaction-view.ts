import { toMajor } from '../state/currencies.ts'
import { dateOf, feeOf, isPaidOut, payoutDate, payoutOf } from '../state/payouts.ts'
import type { Refund, Transaction } from '../state/records.ts'

export interface TransactionCore {
  id: string
  transaction_code: string
  amount: number
  currency: string
  timestamp: string
  status: string
  payment_type: string
  installments_count: number
  merchant_code: string
  vat_amount: number
  tip_amount: number
  entry_mode: string
  auth_code: string | undefined
}

/** What SumUp shows of a transaction inside its checkout. */
export function transactionCore(transaction: Transaction): TransactionCore {
  return {
    id: transaction.id,
    transaction_code: transaction.code,
    amount: toMajor(transaction.amount, transaction.currency),
    currency: transaction.currency,
    timestamp: transaction.at.toISOString(),
    status: transaction.status,
    payment_type: 'ECOM',
    installments_count: 1,
    merchant_code: transaction.merchantCode,
    vat_amount: 0,
    tip_amount: 0,
    entry_mode: 'CUSTOMER_ENTRY',
    auth_code: transaction.status === 'SUCCESSFUL' ? authCode(transaction) : undefined,
  }
}

/**
 * The whole transaction. As seen at SumUp's own test merchant in August 2026, `status` and
 * `simple_status` stay SUCCESSFUL after a refund: only the REFUND events tell of it.
 */
export function transactionFull(transaction: Transaction, now: Date): object {
  const isCharge = transaction.status === 'SUCCESSFUL'
  const isOut = isCharge && isPaidOut(transaction, now)
  return {
    ...transactionCore(transaction),
    foreign_transaction_id: transaction.reference,
    product_summary: transaction.description,
    simple_status: isOut ? 'PAID_OUT' : transaction.status,
    simple_payment_type: 'CC_CUSTOMER_ENTERED',
    process_as: 'CREDIT',
    card: { last_4_digits: transaction.card.number.slice(-4), type: transaction.card.brand },
    fee_amount: isCharge ? toMajor(feeOf(transaction), transaction.currency) : 0,
    payout_plan: 'SINGLE_PAYMENT',
    payouts_total: isCharge ? 1 : 0,
    payouts_received: isOut ? 1 : 0,
    payout_date: isCharge ? payoutDate(transaction) : undefined,
    payout_type: isCharge ? 'BANK_ACCOUNT' : undefined,
    transaction_events: [
      ...(isCharge ? [detailedPayout(transaction, isOut)] : []),
      ...transaction.refunds.map((refund) => detailedRefund(transaction, refund)),
    ],
    events: [
      ...(isCharge ? [compactPayout(transaction, isOut)] : []),
      ...transaction.refunds.map((refund) => compactRefund(transaction, refund)),
    ],
  }
}

function authCode(transaction: Transaction): string {
  return String(transaction.payoutEventId).slice(-6)
}

function detailedPayout(transaction: Transaction, isOut: boolean) {
  return {
    id: transaction.payoutEventId,
    event_type: 'PAYOUT',
    status: isOut ? 'PAID_OUT' : 'PENDING',
    amount: toMajor(payoutOf(transaction), transaction.currency),
    due_date: payoutDate(transaction),
    date: payoutDate(transaction),
    installment_number: 1,
    timestamp: transaction.at.toISOString(),
  }
}

function compactPayout(transaction: Transaction, isOut: boolean) {
  return {
    id: transaction.payoutEventId,
    transaction_id: transaction.id,
    type: 'PAYOUT',
    status: isOut ? 'PAID_OUT' : 'SCHEDULED',
    amount: toMajor(payoutOf(transaction), transaction.currency),
    fee_amount: toMajor(feeOf(transaction), transaction.currency),
    installment_number: 1,
    timestamp: transaction.at.toISOString(),
  }
}

function detailedRefund({ currency }: Transaction, refund: Refund) {
  return {
    id: refund.eventId,
    event_type: 'REFUND',
    status: 'REFUNDED',
    amount: toMajor(refund.amount, currency),
    date: dateOf(refund.at),
    timestamp: refund.at.toISOString(),
  }
}

function compactRefund({ id, currency }: Transaction, refund: Refund) {
  return {
    id: refund.eventId,
    transaction_id: id,
    type: 'REFUND',
    status: 'REFUNDED',
    amount: toMajor(refund.amount, currency),
    timestamp: refund.at.toISOString(),
  }
}
