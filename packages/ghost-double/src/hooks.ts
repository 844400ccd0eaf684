import { createHmac } from 'node:crypto'
import { sampleOf } from './fixtures/read-fixture.ts'
import type { GhostState } from './state/ghost-state.ts'
import { type Row, textOf } from './state/rows.ts'

/** One try to tell a listener; there is never a second. */
export interface Delivery {
  event: string
  url: string
  body: string
  headers: Record<string, string>
  /** What the listener answered, or `null` when nothing came within 2 s. */
  status: number | null
}

/** Tells listeners what happened, one event after the other, as Ghost does: signed and once. */
export class Hooks {
  readonly deliveries: Delivery[] = []
  /** Every event that was fired, heard or not. */
  readonly events: string[] = []
  readonly subscriptions = new Map<string, Row>()
  readonly #state: GhostState
  readonly #now: () => Date
  #underway: Promise<void> = Promise.resolve()

  constructor(state: GhostState, now: () => Date) {
    this.#state = state
    this.#now = now
  }

  subscribe(values: { event: string; target_url: string; secret?: string; name?: string }): Row {
    const at = this.#state.now()
    const row = {
      ...sampleOf('webhooks'),
      ...values,
      id: this.#state.newId(),
      created_at: at,
      updated_at: at,
    }
    this.subscriptions.set(row.id, row)
    return row
  }

  isTaken(event: unknown, url: unknown): boolean {
    return [...this.subscriptions.values()].some(
      (row) => row.event === event && row.target_url === url,
    )
  }

  /** Fires events in this order; resolves when every listener has been told. */
  fire(events: { event: string; body: unknown }[]): Promise<void> {
    for (const { event, body } of events) {
      this.events.push(event)
      const listeners = [...this.subscriptions.values()].filter((row) => row.event === event)
      for (const row of listeners)
        this.#underway = this.#underway.then(() => this.#deliver(row, body))
    }
    return this.#underway
  }

  /** Resolves when everything fired so far has been told. */
  idle(): Promise<void> {
    return this.#underway
  }

  async #deliver(row: Row, content: unknown): Promise<void> {
    const body = JSON.stringify(content)
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'content-version': 'v6.65',
      'user-agent': 'Ghost/6.65 (https://github.com/TryGhost/Ghost)',
    }
    if (row.secret) {
      const at = this.#now().getTime()
      const mac = createHmac('sha256', textOf(row.secret)).update(`${body}${at}`).digest('hex')
      headers['x-ghost-signature'] = `sha256=${mac}, t=${at}`
    }
    const url = String(row.target_url)
    const status = await post(url, headers, body)
    this.deliveries.push({ event: String(row.event), url, body, headers, status })
    if (status === 410) this.subscriptions.delete(row.id)
  }
}

async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<number | null> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(2_000),
    })
    await answer.body?.cancel()
    return answer.status
  } catch {
    return null
  }
}
