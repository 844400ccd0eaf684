import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'

/** How often a host is asked: once in `everyMs`, and up to `burst` at once after a rest. */
export interface Rate {
  everyMs: number
  burst: number
}

/** When the bucket of a host is full again: all there is to know of it, one timestamptz. */
export interface TurnState {
  fullAt: Date
}

/**
 * Takes a turn from a host's token bucket, or says when there is one. Kept as the one time at which
 * the bucket would be full again (GCRA), so that a row with one column is enough.
 */
export function nextTurn(
  state: TurnState | undefined,
  now: Date,
  rate: Rate,
): { taken: true; state: TurnState } | { taken: false; at: Date } {
  const fullAt = Math.max(state?.fullAt.getTime() ?? 0, now.getTime())
  const at = fullAt - (rate.burst - 1) * rate.everyMs
  if (at > now.getTime()) return { taken: false, at: new Date(at) }
  return { taken: true, state: { fullAt: new Date(fullAt + rate.everyMs) } }
}

/** The state after a site said `Retry-After`: there is no turn before `until`. */
export function noTurnBefore(state: TurnState | undefined, until: Date, rate: Rate): TurnState {
  const fullAt = until.getTime() + (rate.burst - 1) * rate.everyMs
  return { fullAt: new Date(Math.max(fullAt, state?.fullAt.getTime() ?? 0)) }
}

/** The slower of what we allow ourselves and what robots.txt asks for (seconds); then no bursts. */
export function slower(rate: Rate, crawlDelay: number | undefined): Rate {
  if (crawlDelay === undefined || crawlDelay * 1000 <= rate.everyMs) return rate
  return { everyMs: crawlDelay * 1000, burst: 1 }
}

/**
 * `nextTurn` in SQL, for one conditional statement that no two workers pass together:
 * `insert … values (host, first) on conflict (host) do update set full_at = taken where isFree`.
 */
export function turnSql(
  fullAt: SQLWrapper,
  { everyMs, burst }: Rate,
): { isFree: SQL<boolean>; taken: SQL<Date>; first: SQL<Date>; at: SQL<Date> } {
  const every = sql`${everyMs}::float8 * interval '1 millisecond'`
  const rest = sql`${(burst - 1) * everyMs}::float8 * interval '1 millisecond'`
  return {
    isFree: sql`${fullAt} <= now() + ${rest}`,
    taken: sql`greatest(${fullAt}, now()) + ${every}`,
    first: sql`now() + ${every}`,
    at: sql`${fullAt} - ${rest}`,
  }
}
