import type { Config } from '@rose-ash/shared/config'
import type { RecordMessage } from './messages/message.ts'
import type { PaymentProvider } from './provider.ts'

/** With what a provider is asked for one merchant. */
export interface ProviderAccess {
  config: Config
  merchantCode: string
  /** The provider's own text: an API key, or several as JSON. */
  credentials: string
  record: RecordMessage
}

/** A form for cards on a page of ours, which the provider's own script fills in. */
export interface CardForm {
  scriptUrl: string
  /** The script of ours that opens the form with it. */
  asset: string
  /** The content security policy of that page, made from the strict one. */
  policy(strict: string): string
}

/** One of those who can take money for us. Another is a folder beside `sumup/` and a line in `providers.ts`. */
export interface ProviderKind {
  /** What merchants' rows and the addresses of webhooks call it. */
  name: string
  /** As people call it. */
  title: string
  /** What the form about a merchant's account says of the provider's own words. */
  words: { merchantCode: string; whereCode: string; apiKey: string }
  /** Undefined where buyers always pay on the provider's page. */
  cardForm?(config: Config): CardForm
  /** The cooperative's own account, of the configuration. */
  ours(config: Config): { merchantCode: string; credentials: string }
  connect(access: ProviderAccess): PaymentProvider
  /**
   * Asks the provider who this is, before the credentials are kept.
   *
   * @throws {CredentialsRefused}
   */
  whoIs(access: ProviderAccess): Promise<{ name: string; currency: string }>
}
