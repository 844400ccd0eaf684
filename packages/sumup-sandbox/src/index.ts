/**
 * A SumUp for development and tests: it speaks the part of SumUp's public API that a shop uses,
 * shows the hosted payment page and the card widget, sends the webhooks, and fails on request.
 *
 * There: checkouts (create, list, get, update, deactivate), payment methods, the merchant,
 * transactions and their history, refunds, payouts (as JSON), receipts.
 *
 * Not there, and answered with 404: card processing by the shop (`PUT` on a checkout), Apple Pay
 * sessions, customers and saved cards, readers, members, memberships, roles, persons, OAuth.
 * Recurring payments and payouts as CSV are refused with 400; nobody ever charges back.
 *
 * It imports nothing of Rose Ash, so that a mistake in our own sums cannot hide in here as well.
 */
export { createSumupSandbox } from './create-sumup-sandbox.ts'
export type { MoneyMoved, Movement } from './control-routes.ts'
export type { BehaviourInput, Fault, Operation } from './failures/behaviour.ts'
export type { Destination, SandboxMerchant, SandboxOptions } from './sandbox-options.ts'
export type { Currency } from './state/currencies.ts'
