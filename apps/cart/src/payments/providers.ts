import type { ProviderKind } from './provider-kind.ts'
import { sumup } from './sumup/index.ts'

/** All of them, the usual one first. */
export const providerKinds: [ProviderKind, ...ProviderKind[]] = [sumup]

/** The provider that a merchant's row names. @throws {Error} when it is none of ours. */
export function providerKind(name: string): ProviderKind {
  const kind = providerKinds.find((one) => one.name === name)
  if (!kind) throw new Error(`no payment provider is called ${name}`)
  return kind
}
