import type { Destination } from '../sandbox-options.ts'
import { Timers } from '../state/timers.ts'
import type { Behaviour } from './behaviour.ts'

/** One try to tell a shop; `status` is null when there was no answer. */
export interface Delivery {
  checkoutId: string
  url: string
  attempt: number
  status: number | null
  at: Date
}

export interface WebhookOptions {
  behaviour: Behaviour
  now: () => Date
  retryDelaysMs: readonly number[]
  resolve: (url: string) => Destination
}

interface Webhook {
  checkoutId: string
  url: string
}

/** A slower answer counts as none. */
const answerWithinMs = 10_000

/** Tells shops of status changes: unsigned, tried again on anything but 2xx, then given up. */
export class Webhooks {
  readonly deliveries: Delivery[] = []
  #options: WebhookOptions
  #timers = new Timers()
  #sending = new Set<Promise<void>>()
  #closing = new AbortController()
  #held: { webhook: Webhook; timer: NodeJS.Timeout } | undefined

  constructor(options: WebhookOptions) {
    this.#options = options
  }

  announce(webhook: Webhook): void {
    const { webhooks } = this.#options.behaviour.state
    if (webhooks.mode === 'never') return
    if (webhooks.mode === 'out-of-order') return this.#overtake(webhook, webhooks.ms)
    if (webhooks.mode === 'late') return this.#later(webhooks.ms, webhook, 1)
    if (webhooks.mode === 'twice') this.#send(webhook, 1)
    this.#send(webhook, 1)
  }

  /** How many are on their way or wait for their time. */
  get pending(): number {
    return this.#sending.size + this.#timers.running
  }

  async stop(): Promise<void> {
    this.#timers.stop()
    this.#closing.abort()
    await Promise.all(this.#sending)
  }

  #overtake(webhook: Webhook, ms: number): void {
    const earlier = this.#held
    if (earlier === undefined) {
      const timer = this.#timers.after(ms, () => this.#release(webhook))
      this.#held = { webhook, timer }
    } else {
      this.#timers.cancel(earlier.timer)
      this.#held = undefined
      this.#send(webhook, 1, () => this.#send(earlier.webhook, 1))
    }
  }

  #release(webhook: Webhook): void {
    this.#held = undefined
    this.#send(webhook, 1)
  }

  #later(ms: number, webhook: Webhook, attempt: number): void {
    this.#timers.after(ms, () => this.#send(webhook, attempt))
  }

  #send(webhook: Webhook, attempt: number, then: () => void = () => {}): void {
    const sending = this.#deliver(webhook, attempt).then(then)
    this.#sending.add(sending)
    void sending.finally(() => this.#sending.delete(sending))
  }

  async #deliver(webhook: Webhook, attempt: number): Promise<void> {
    const status = await this.#post(webhook)
    this.deliveries.push({ ...webhook, attempt, status, at: this.#options.now() })
    const isDone = status !== null && status >= 200 && status < 300
    const delay = this.#options.retryDelaysMs[attempt - 1]
    if (isDone || delay === undefined || this.#closing.signal.aborted) return
    this.#later(delay, webhook, attempt + 1)
  }

  async #post({ checkoutId, url }: Webhook): Promise<number | null> {
    try {
      const destination = this.#options.resolve(url)
      const response = await fetch(destination.url, {
        method: 'POST',
        headers: { ...destination.headers, 'content-type': 'application/json' },
        body: JSON.stringify({ event_type: 'CHECKOUT_STATUS_CHANGED', id: checkoutId }),
        redirect: 'manual',
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(answerWithinMs)]),
      })
      await response.body?.cancel()
      return response.status
    } catch {
      return null
    }
  }
}
