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

/** The other apps cannot be told that somebody signs out here. */
export class SignOutIncomplete extends Refusal {
  constructor() {
    super(
      'sign_out_incomplete',
      503,
      'You are signed out here. The other parts of the house could not be told just now; please sign out there as well, or here again in a minute.',
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
