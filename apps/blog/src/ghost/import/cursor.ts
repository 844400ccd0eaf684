import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { ghostImports } from '@rose-ash/shared/db/models/blog-ghost'
import type { GhostImport } from '../sites/queries.ts'

/** The steps of an import in their order: what is named comes before what names it. */
export const steps = [
  'newsletter',
  'tag',
  'author',
  'post',
  'page',
  'navigation',
  'member',
] as const

export type Step = (typeof steps)[number]

export type Problem = { what: string; why: string }

/** Somebody stopped this import, or another process goes on with it. */
export class NotOurs extends Error {
  constructor() {
    super('this import is stopped, or another process goes on with it')
    this.name = 'NotOurs'
  }
}

const MOST_PROBLEMS = 500

/** Where an import is. It moves only in the transaction that wrote what it moves past. */
export class Cursor {
  #row: GhostImport

  constructor(row: GhostImport) {
    this.#row = row
  }

  get step(): Step {
    return steps.find((step) => step === this.#row.step) ?? 'newsletter'
  }

  get after(): string | undefined {
    return this.#row.after ?? undefined
  }

  /** How many things the step has. */
  async expect(db: Db, total: number): Promise<void> {
    const done = this.#row.counts[this.step]?.done ?? 0
    await this.#move(db, { counts: { ...this.#row.counts, [this.step]: { done, total } } }, [])
  }

  /** Past this thing. @throws {NotOurs} when the import no longer is where we left it. */
  async pass(tx: Db, ghostId: string, problems: Problem[] = []): Promise<void> {
    const { done, total } = this.#row.counts[this.step] ?? { done: 0, total: 0 }
    const counted = { done: done + 1, total: Math.max(total, done + 1) }
    const counts = { ...this.#row.counts, [this.step]: counted }
    await this.#move(tx, { after: ghostId, counts }, problems)
  }

  /** To the next step, or to the end. */
  async next(db: Db): Promise<boolean> {
    const step = steps[steps.indexOf(this.step) + 1]
    if (step) await this.#move(db, { step, after: null }, [])
    else await this.#move(db, { state: 'done', endedAt: new Date() }, [])
    return step !== undefined
  }

  /** One statement decides who moves it, so that two processes never both do. */
  async #move(tx: Db, values: Partial<GhostImport>, problems: Problem[]): Promise<void> {
    const { id, step, after } = this.#row
    const all = sql`case when jsonb_array_length(${ghostImports.problems}) < ${MOST_PROBLEMS}
      then ${ghostImports.problems} || ${JSON.stringify(problems)}::jsonb else ${ghostImports.problems} end`
    const moved = await tx
      .update(ghostImports)
      .set({ ...values, updatedAt: sql`now()`, ...(problems.length > 0 ? { problems: all } : {}) })
      .where(
        and(
          eq(ghostImports.id, id),
          eq(ghostImports.state, 'running'),
          eq(ghostImports.step, step),
          sql`${ghostImports.after} is not distinct from ${after}`,
        ),
      )
      .returning({ id: ghostImports.id })
    if (moved.length === 0) throw new NotOurs()
    // Should the transaction fail after this, the whole run ends and begins anew from the row.
    this.#row = { ...this.#row, ...values }
  }
}
