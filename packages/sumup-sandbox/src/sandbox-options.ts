import type { BehaviourInput } from './failures/behaviour.ts'
import type { Currency } from './state/currencies.ts'

/** A merchant account, with the API keys that act for it and for no other. */
export interface SandboxMerchant {
  code: string
  name: string
  /** ISO 3166-1 alpha-2. */
  country: string
  /** The one currency this merchant is paid in. */
  currency: Currency
  apiKeys: readonly string[]
}

export interface SandboxOptions {
  merchants: readonly SandboxMerchant[]
  /** Where buyers find the hosted page. Without it: the host at which the API was asked. */
  publicUrl?: string
  /** What failures to begin with; `PUT /_sandbox/behaviour` changes them later. */
  behaviour?: BehaviourInput
  /** Pauses before each further try of a webhook that was not answered with 2xx. */
  webhookRetryDelaysMs?: readonly number[]
  /** Where a webhook really goes, when its public address cannot be reached from here. */
  resolve?: (url: string) => Destination
  now?: () => Date
}

export interface Destination {
  url: string
  headers?: Record<string, string>
}
