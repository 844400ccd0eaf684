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

/** One of those who can take money for us. Another is a folder beside `sumup/` and a line in `providers.ts`. */
export interface ProviderKind {
  /** As people call it. */
  title: string
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
