import { Refusal } from '../errors/index.ts'

/** The address is none of a public website. */
export class AddressRefused extends Refusal {
  constructor() {
    super(
      'address_refused',
      400,
      'This address does not lead to a public website. Check it; it should begin with https://.',
    )
  }
}

/** Nobody answers there, or not in HTTP. */
export class NotReachable extends Refusal {
  constructor() {
    super(
      'not_reachable',
      502,
      'The other website does not answer. Check its address, or try later.',
    )
  }
}

/** The answer was not complete in time. */
export class AnswerTooLate extends Refusal {
  constructor() {
    super('answer_too_late', 504, 'The other website takes too long to answer. Try again later.')
  }
}

/** The answer is longer than what was asked for can be. */
export class AnswerTooLarge extends Refusal {
  constructor() {
    super('answer_too_large', 502, 'The other website sent more than we take. Nothing was kept.')
  }
}

/** One address leads to the next, and that to another. */
export class TooManyRedirects extends Refusal {
  constructor() {
    super(
      'too_many_redirects',
      502,
      'The address leads on and on without an end. Use the address where it ends up.',
    )
  }
}
