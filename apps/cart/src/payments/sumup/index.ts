import type { ProviderKind } from '../provider-kind.ts'
import { createSumUpProvider } from './sumup-provider.ts'
import { whoIs } from './who-is.ts'

export const sumup: ProviderKind = {
  title: 'SumUp',
  ours: ({ sumup: { merchantCode, apiKey } }) => ({ merchantCode, credentials: apiKey }),
  connect: createSumUpProvider,
  whoIs,
}
