/**
 * An expected no. Thrown by services so that the transaction rolls back; one handler turns it into
 * a page or into problem+json (RFC 9457). `message` is shown to people: say what happened and what
 * to do.
 */
export class Refusal extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, message: string) {
    super(message)
    this.name = new.target.name
    this.code = code
    this.status = status
  }
}

/** There is no such thing, or the viewer may not know of it. */
export class NotFound extends Refusal {
  constructor(what = 'page') {
    super('not_found', 404, `There is no such ${what}.`)
  }
}

/** The viewer is nobody we know; signing in may help. */
export class SignInNeeded extends Refusal {
  constructor() {
    super('sign_in_needed', 401, 'Please sign in first.')
  }
}

/** The viewer is known and may not do this. */
export class Forbidden extends Refusal {
  constructor(message = 'This is not yours to see or change.') {
    super('forbidden', 403, message)
  }
}

/** The request makes no sense as it is. */
export class BadInput extends Refusal {
  constructor(message: string) {
    super('bad_input', 400, message)
  }
}

/** Somebody else saved since this form was opened. Nothing of either version is lost. */
export class EditConflict extends Refusal {
  constructor() {
    super(
      'edit_conflict',
      409,
      'Somebody else saved this while you were at it. Open it again to see what they changed.',
    )
  }
}
