import { z } from 'zod'

/** What can be made to fail; `pay` is the buyer's button on the hosted page. */
const operations = [
  'create',
  'list',
  'get',
  'update',
  'deactivate',
  'refund',
  'transaction',
  'history',
  'payouts',
  'receipt',
  'merchant',
  'payment-methods',
  'pay',
] as const

export type Operation = (typeof operations)[number]

const target = {
  operation: z.enum([...operations, 'any']),
  /** For the next so many requests; without it, until the behaviour is replaced. */
  times: z.int().min(1).optional(),
}

const faultSchema = z.discriminatedUnion('kind', [
  /** Waits before the request is looked at. */
  z.strictObject({ ...target, kind: z.literal('slow'), ms: z.int().min(0).max(60_000) }),
  /** Does what was asked, a charge included, and answers 500. */
  z.strictObject({ ...target, kind: z.literal('fail-after') }),
  /** Does what was asked, then cuts the connection. */
  z.strictObject({ ...target, kind: z.literal('lose-answer') }),
])

const webhookSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('normal') }),
  /** Two at the same time, each with its own retries. */
  z.strictObject({ mode: z.literal('twice') }),
  z.strictObject({ mode: z.literal('late'), ms: z.int().min(0) }),
  /** Each second one overtakes the one before; a last one without a follower goes after `ms`. */
  z.strictObject({ mode: z.literal('out-of-order'), ms: z.int().min(0).default(1000) }),
  z.strictObject({ mode: z.literal('never') }),
])

export const behaviourSchema = z.strictObject({
  webhooks: webhookSchema.default({ mode: 'normal' }),
  faults: z.array(faultSchema).default([]),
})

export type BehaviourInput = z.input<typeof behaviourSchema>
export type BehaviourState = z.output<typeof behaviourSchema>
export type Fault = BehaviourState['faults'][number]

/** How the sandbox misbehaves right now. */
export class Behaviour {
  #state: BehaviourState

  constructor(start: BehaviourInput = {}) {
    this.#state = behaviourSchema.parse(start)
  }

  /** Faults show how many `times` they have left; one that is used up is gone. */
  get state(): BehaviourState {
    return this.#state
  }

  /** Replaces all of it: `{}` is a sandbox without failures. */
  replace(state: BehaviourState): void {
    this.#state = state
  }

  /** The faults that hit this request, each counted down by one. */
  take(operation: Operation): Fault[] {
    const isHit = (fault: Fault) => fault.operation === 'any' || fault.operation === operation
    const hits = this.#state.faults.filter(isHit)
    const faults = this.#state.faults
      .map((fault) => (isHit(fault) ? countDown(fault) : fault))
      .filter((fault) => fault.times !== 0)
    this.#state = { ...this.#state, faults }
    return hits
  }
}

function countDown(fault: Fault): Fault {
  return fault.times === undefined ? fault : { ...fault, times: fault.times - 1 }
}
