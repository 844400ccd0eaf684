import { z } from 'zod'
import { CredentialsRefused } from '../errors.ts'
import type { ProviderAccess } from '../provider-kind.ts'
import { isProblem, sumUpClient } from './client.ts'

const Merchant = z.object({
  merchant_code: z.string(),
  default_currency: z.string(),
  business_profile: z.object({ name: z.string().optional() }).optional(),
  company: z.object({ name: z.string().optional() }).optional(),
})

/**
 * Asks SumUp who this merchant is, with this key.
 *
 * @throws {CredentialsRefused} when SumUp does not know the key, or the key acts for somebody else.
 */
export async function whoIs(access: ProviderAccess): Promise<{ name: string; currency: string }> {
  const { merchantCode } = access
  try {
    const found = Merchant.parse(await sumUpClient(access).merchants.get(merchantCode))
    if (found.merchant_code !== merchantCode) throw codeRefused(merchantCode)
    const name = found.business_profile?.name ?? found.company?.name ?? merchantCode
    return { name, currency: found.default_currency }
  } catch (error) {
    if (isProblem(error, [401])) {
      throw new CredentialsRefused(
        'apiKey',
        'SumUp does not know this key. Copy it again from SumUp, under Settings, For developers.',
      )
    }
    if (isProblem(error, [403, 404])) throw codeRefused(merchantCode)
    if (error instanceof CredentialsRefused) throw error
    throw new CredentialsRefused(
      'apiKey',
      'SumUp does not answer, so we could not try the key. Please try again in a minute.',
      { cause: error },
    )
  }
}

function codeRefused(merchantCode: string): CredentialsRefused {
  return new CredentialsRefused(
    'merchantCode',
    `This key is not for the merchant ${merchantCode}. The code stands beside the key in SumUp.`,
  )
}
