import { z } from 'zod'
import { Refusal } from '../../errors/index.ts'

/** A person writes faster than anybody reads. */
export class TooFast extends Refusal {
  constructor() {
    super('too_fast', 429, 'That was a lot in one minute. Wait a moment, then send it again.')
  }
}

/** It was taken back or hidden meanwhile. */
export class CommentGone extends Refusal {
  constructor() {
    super('comment_gone', 409, 'This comment is not there any more: it was taken back or hidden.')
  }
}

/** So many replies to one comment fit a page. */
export class ThreadFull extends Refusal {
  constructor() {
    super('thread_full', 409, 'This has as many replies as fit. Write a comment of your own below.')
  }
}

/** The same words by the same person stand in that place. */
class SaidAlready extends Refusal {
  constructor() {
    super('said_already', 409, 'You have said exactly this here already. It stays as it is.')
  }
}

const NotUnique = z.object({ cause: z.object({ code: z.literal('23505') }) })

/** Waits for a write that would repeat somebody's words. @throws {SaidAlready} */
export async function orSaidAlready<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (NotUnique.safeParse(error).success) throw new SaidAlready()
    throw error
  }
}
