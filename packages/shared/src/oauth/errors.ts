import { Refusal } from '../errors/index.ts'

/** The browser comes back with a sign-in that was not begun there, or too long ago. */
export class SignInLost extends Refusal {
  constructor() {
    super(
      'sign_in_lost',
      400,
      'This sign-in was begun in another window, or too long ago. Please sign in again.',
    )
  }
}

/** The provider, or what keeps sessions, is out of reach. */
export class SignInUnavailable extends Refusal {
  constructor() {
    super(
      'sign_in_unavailable',
      503,
      'Signing in does not work just now. Everything else does; please try again in a minute.',
    )
  }
}
