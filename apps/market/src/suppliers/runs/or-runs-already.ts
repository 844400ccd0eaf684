import { z } from 'zod'
import { RunsAlready } from '../errors.ts'

const AnotherRuns = z.object({
  cause: z.object({ constraint: z.literal('supplier_runs_one_at_a_time') }),
})

/** Waits for a write that lets a run go on, unless another of the supplier does. @throws {RunsAlready} */
export async function orRunsAlready<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (AnotherRuns.safeParse(error).success) throw new RunsAlready()
    throw error
  }
}
