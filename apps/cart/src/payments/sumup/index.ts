import type { ProviderKind } from '../provider-kind.ts'
import { cardForm } from './card-form.ts'
import { createSumUpProvider } from './sumup-provider.ts'
import { whoIs } from './who-is.ts'

export const sumup: ProviderKind = {
  name: 'sumup',
  title: 'SumUp',
  words: {
    merchantCode: 'SumUp’s merchant code',
    whereCode: 'Such as MH4H92C7; it stands in SumUp’s profile.',
    apiKey: 'SumUp’s API key',
  },
  ours: ({ sumup: { merchantCode, apiKey } }) => ({ merchantCode, credentials: apiKey }),
  connect: createSumUpProvider,
  whoIs,
  cardForm,
}
