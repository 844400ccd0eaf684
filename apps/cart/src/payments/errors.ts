import { Refusal } from '@rose-ash/shared/errors'

/** A provider does not take a merchant's credentials; `field` is the one to look at again. */
export class CredentialsRefused extends Refusal {
  readonly field: 'apiKey' | 'merchantCode'

  constructor(field: 'apiKey' | 'merchantCode', message: string, options?: ErrorOptions) {
    super('credentials_refused', 422, message)
    this.field = field
    if (options?.cause !== undefined) this.cause = options.cause
  }
}
