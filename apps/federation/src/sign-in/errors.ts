import { Refusal } from '@rose-ash/shared/errors'

/** More mails were asked for than anybody needs. */
export class TooManyMails extends Refusal {
  constructor() {
    super(
      'too_many_mails',
      429,
      'We have sent several mails within the last hour. Please look for the newest one, also in the spam folder, or try again later.',
    )
  }
}
