import type { FastifyRequest } from 'fastify'

import { unauthorized } from './api/api-errors.ts'
import { Behaviour } from './failures/behaviour.ts'
import { Webhooks } from './failures/webhooks.ts'
import type { SandboxMerchant, SandboxOptions } from './sandbox-options.ts'
import { statusOf } from './state/records.ts'
import type { Checkout, CheckoutStatus } from './state/records.ts'
import { Store } from './state/store.ts'
import { Timers } from './state/timers.ts'

const minute = 60_000

/** SumUp's own: after 1 min, 5 min, 20 min and 2 h; then never again. */
const sumupRetryDelaysMs = [minute, 5 * minute, 20 * minute, 120 * minute]

/** What every route works on. */
export class Sandbox {
  readonly store = new Store()
  readonly behaviour: Behaviour
  readonly webhooks: Webhooks
  readonly startedAt: Date
  readonly now: () => Date
  readonly merchants: readonly SandboxMerchant[]
  #publicUrl: string | undefined
  #expiries = new Timers()
  #expiryOf = new WeakMap<Checkout, NodeJS.Timeout>()

  constructor(options: SandboxOptions) {
    this.now = options.now ?? (() => new Date())
    this.startedAt = this.now()
    this.merchants = options.merchants
    this.#publicUrl = options.publicUrl
    this.behaviour = new Behaviour(options.behaviour)
    this.webhooks = new Webhooks({
      behaviour: this.behaviour,
      now: this.now,
      retryDelaysMs: options.webhookRetryDelaysMs ?? sumupRetryDelaysMs,
      resolve: options.resolve ?? ((url) => ({ url })),
    })
  }

  /** @throws {ApiError} 401 without a known key. */
  merchantOf(request: FastifyRequest): SandboxMerchant {
    const key = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const merchant = this.merchants.find(({ apiKeys }) => key && apiKeys.includes(key))
    if (merchant === undefined) throw unauthorized()
    return merchant
  }

  publicUrl(request: FastifyRequest): string {
    return this.#publicUrl ?? `${request.protocol}://${request.host}`
  }

  /**
   * To be called after every change of a checkout: tells the shop when its status is another than
   * it was last told, and comes back when the checkout expires.
   */
  noteChange(checkout: Checkout): void {
    const status = statusOf(checkout, this.now())
    if (status !== checkout.announced) this.#announce(checkout, status)
    this.#expiries.cancel(this.#expiryOf.get(checkout))
    const isOpen = status === 'PENDING' || status === 'FAILED'
    if (checkout.validUntil === null || !isOpen) return
    const wait = checkout.validUntil.getTime() - this.now().getTime()
    const timer = this.#expiries.after(wait, () => this.noteChange(checkout))
    this.#expiryOf.set(checkout, timer)
  }

  async stop(): Promise<void> {
    this.#expiries.stop()
    await this.webhooks.stop()
  }

  #announce(checkout: Checkout, status: CheckoutStatus): void {
    checkout.announced = status
    if (checkout.returnUrl === undefined) return
    this.webhooks.announce({ checkoutId: checkout.id, url: checkout.returnUrl })
  }
}
