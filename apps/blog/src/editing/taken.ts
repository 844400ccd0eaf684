import { Refusal } from '@rose-ash/shared/errors'
import { z } from 'zod'

/** Something else has this name or address already. */
export class Taken extends Refusal {
  constructor(message: string) {
    super('taken', 409, message)
  }
}

/** As PostgreSQL says that a unique constraint was hurt. */
const NotUnique = z.object({ cause: z.object({ code: z.literal('23505') }) })

/** Waits for a write; when something else has what must be there once, `message` says so. @throws {Taken} */
export async function orTaken<T>(write: Promise<T>, message: string): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (NotUnique.safeParse(error).success) throw new Taken(message)
    throw error
  }
}
