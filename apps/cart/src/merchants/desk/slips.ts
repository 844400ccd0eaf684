import { z } from 'zod'
import { BadInput, Refusal } from '@rose-ash/shared/errors'
import { CredentialsRefused } from '../../payments/errors.ts'
import { OtherCurrency, BeingPaid, SavedMeanwhile } from '../errors.ts'

/** A form as it was typed. */
export const typed = z.record(z.string().max(50), z.string().max(2_000))

/** Why a form is shown again: what to say, and at which field (`at`) when it is about one. */
export interface Slip {
  status: number
  message: string
  at: Record<string, string>
}

/** Does the work of a form; anything but a slip of who filled it in is thrown on. */
export async function slipOf(work: () => Promise<void>): Promise<Slip | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (error instanceof z.ZodError) {
      const [issue] = error.issues
      const message = issue?.message ?? 'Look at the form again.'
      const field = issue?.path[0]?.toString()
      return { status: 400, message, at: field === undefined ? {} : { [field]: message } }
    }
    if (error instanceof CredentialsRefused) {
      const { status, message, field } = error
      return { status, message, at: { [field]: message } }
    }
    if (isAboutTheForm(error)) {
      return { status: error.status, message: error.message, at: {} }
    }
    throw error
  }
}

function isAboutTheForm(error: unknown): error is Refusal {
  const kinds = [BadInput, OtherCurrency, BeingPaid, SavedMeanwhile]
  return kinds.some((kind) => error instanceof kind)
}
