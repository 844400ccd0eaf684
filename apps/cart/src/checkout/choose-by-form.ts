import type { Db } from '@rose-ash/shared/db'
import type { Order } from '../orders/change-state.ts'
import type { Shop } from '../shop.ts'
import { addressOf, type CheckoutForm, choicesOf } from './checkout-form.ts'
import { chooseHandovers } from './choose-handovers.ts'
import { AddressNeeded, NotDeliveredThere } from './errors.ts'

/** What is wrong with a form, by the name of the field. */
export type Problems = Record<string, string[] | undefined>

/**
 * Writes down what the form chooses. An address that is no good is a problem of its fields, and what was
 * chosen is kept all the same.
 */
export async function chooseByForm(
  db: Db,
  shop: Shop,
  { orderId, form }: { orderId: string; form: CheckoutForm },
): Promise<{ order: Order; problems: Problems }> {
  const choices = choicesOf(form)
  const choose = (address: ReturnType<typeof addressOf>) =>
    chooseHandovers(db, shop, { orderId, choices, address })
  // Who is still choosing may have typed half an address.
  if (form.update !== undefined) return { order: await choose(undefined), problems: {} }
  try {
    return { order: await choose(addressOf(form)), problems: {} }
  } catch (error) {
    const problems = addressProblems(error, form)
    if (!problems) throw error
    return { order: await choose(undefined), problems }
  }
}

/** What a refusal says of the address, by field; undefined when it is about something else. */
export function addressProblems(
  error: unknown,
  { street, postcode, city }: CheckoutForm,
): Problems | undefined {
  if (error instanceof NotDeliveredThere) return { postcode: [error.message] }
  if (!(error instanceof AddressNeeded)) return undefined
  return {
    ...(!street && { street: ['Tell us the street and number.'] }),
    ...(!postcode && { postcode: ['Tell us the postcode.'] }),
    ...(!city && { city: ['Tell us the town.'] }),
  }
}
