import { Refusal } from '@rose-ash/shared/errors'
import type { Wall } from '../posts/wall.ts'

/** An editor has closed the conversation. */
export class CommentsClosed extends Refusal {
  constructor() {
    super(
      'comments_closed',
      409,
      'The conversation below this story was closed. What was said stays, and nothing new is taken.',
    )
  }
}

/** Who may not read a story takes no part in what is said of it. */
export class BehindTheWall extends Refusal {
  constructor(wall: Wall) {
    super(
      'behind_the_wall',
      403,
      wall === 'newsletter'
        ? 'This story is for readers of our newsletter. Subscribe to it, then you can read on and write.'
        : 'This story is for members. Sign in, then you can read on and write.',
    )
  }
}

/** Nobody is signed in, or not any more. */
export class SignInToWrite extends Refusal {
  constructor() {
    super('sign_in_needed', 401, 'You are not signed in, so this was not kept yet.')
  }
}
