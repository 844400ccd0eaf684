import type { Config } from '@rose-ash/shared/config'
import type { RecordMessage } from './messages/message.ts'
import type { PaymentProvider } from './provider.ts'
import { sumup } from './sumup/index.ts'

/** With what a provider is asked for one merchant. */
export interface ProviderAccess {
  config: Config
  merchantCode: string
  /** The provider's own text: an API key, or several as JSON. */
  credentials: string
  record: RecordMessage
}

/** One of those who can take money for us. Another is a folder beside `sumup/` and a line below. */
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

const providers: Record<string, ProviderKind> = { sumup }

/** The provider that a merchant's row names. @throws {Error} when it is none of ours. */
export function providerKind(name: string): ProviderKind {
  const kind = Object.hasOwn(providers, name) ? providers[name] : undefined
  if (!kind) throw new Error(`no payment provider is called ${name}`)
  return kind
}
