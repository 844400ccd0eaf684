import fc from 'fast-check'

/** What one buyer does, whatever happens to the cart. */
export interface Plan {
  tickets: number
  loaves: number
  /** Places in a slot, of which there are fewer than of the rest. */
  slots: number
  hasVoucher: boolean
  /** What they pay in before they shop, one after the other; who pays nothing in is a guest. Minor units. */
  paysIn: number[]
  /** Their balance pays for what it can. */
  usesCredit: boolean
  clicksTwice: boolean
  /** Comes back after the cart died, and goes on where they were. */
  persists: boolean
  pays: 'at once' | 'after a refused card' | 'never'
  returns: boolean
  cancels: 'never' | 'while ordering' | 'before paying' | 'after paying'
  /** When their fifteen minutes are over. */
  oversleeps: 'never' | 'before paying' | 'after paying'
  /** What the desk sends back when all is done. */
  refund: 'nothing' | 'one thing' | 'all'
}

/** What happens in one run: who buys, when the cart dies, and how the provider misbehaves. */
export interface Schedule {
  plans: Plan[]
  /** At which message; and at which of the cart that follows. */
  deaths: number[]
  webhooks: { mode: 'normal' | 'twice' | 'never' } | { mode: 'late' | 'out-of-order'; ms: number }
  faults: (
    | { kind: 'fail-after' | 'lose-answer'; operation: string; times: number }
    | { kind: 'slow'; operation: string; times: number; ms: number }
  )[]
}

export const thePlan: Plan = {
  tickets: 1,
  loaves: 1,
  slots: 1,
  hasVoucher: false,
  paysIn: [],
  usesCredit: false,
  clicksTwice: false,
  persists: true,
  pays: 'at once',
  returns: true,
  cancels: 'never',
  oversleeps: 'never',
  refund: 'nothing',
}

const mostly = <T>(usual: T, ...rare: T[]) =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 2 }, fc.constantFrom(...rare))

const aPlan: fc.Arbitrary<Plan> = fc.record({
  tickets: fc.nat(2),
  loaves: fc.integer({ min: 1, max: 2 }),
  slots: mostly(0, 1),
  hasVoucher: fc.boolean(),
  // Two of the largest are more than anybody may have.
  paysIn: mostly<number[]>([], [500], [15_000], [1_000, 500], [15_000, 15_000]),
  usesCredit: fc.boolean(),
  clicksTwice: mostly(false, true),
  persists: fc.boolean(),
  pays: mostly<Plan['pays']>('at once', 'after a refused card', 'never'),
  returns: fc.boolean(),
  cancels: mostly<Plan['cancels']>('never', 'while ordering', 'before paying', 'after paying'),
  oversleeps: mostly<Plan['oversleeps']>('never', 'before paying', 'after paying'),
  refund: mostly<Plan['refund']>('nothing', 'one thing', 'all'),
})

const target = {
  operation: fc.constantFrom('create', 'get', 'list', 'deactivate', 'refund', 'transaction', 'pay'),
  times: fc.integer({ min: 1, max: 2 }),
}

export const aSchedule: fc.Arbitrary<Schedule> = fc.record({
  plans: fc.array(aPlan, { minLength: 1, maxLength: 4 }),
  deaths: fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 2 }),
  webhooks: fc.oneof(
    fc.record({ mode: fc.constantFrom('normal' as const, 'twice' as const, 'never' as const) }),
    fc.record({
      mode: fc.constantFrom('late' as const, 'out-of-order' as const),
      ms: fc.integer({ min: 0, max: 200 }),
    }),
  ),
  faults: fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constantFrom('fail-after' as const, 'lose-answer' as const),
        ...target,
      }),
      fc.record({ kind: fc.constant('slow' as const), ...target, ms: fc.constantFrom(50, 200) }),
    ),
    { maxLength: 3 },
  ),
})
