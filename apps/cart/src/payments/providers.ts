import type { ProviderKind } from './provider-kind.ts'
import { sumup } from './sumup/index.ts'

const providers: Record<string, ProviderKind> = { sumup }

/** The provider that a merchant's row names. @throws {Error} when it is none of ours. */
export function providerKind(name: string): ProviderKind {
  const kind = Object.hasOwn(providers, name) ? providers[name] : undefined
  if (!kind) throw new Error(`no payment provider is called ${name}`)
  return kind
}
