import type { z } from 'zod'

import { toMinor } from '../state/currencies.ts'
import type { Currency } from '../state/currencies.ts'
import { apiError, invalidParam } from './api-errors.ts'
import type { ApiError } from './api-errors.ts'

/** @throws {ApiError} 400 with the first parameter that is missing or wrong. */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input ?? {})
  if (!result.success) throw invalidInput(result.error, input)
  return result.data
}

/** @throws {ApiError} 400 when the amount is finer than the currency's smallest coin. */
export function minorAmount(amount: number, currency: Currency): number {
  const minor = toMinor(amount, currency)
  if (minor === null) throw invalidParam('amount')
  return minor
}

export function isMissing(input: unknown, path: readonly PropertyKey[]): boolean {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return true
    value = Reflect.get(value, key)
  }
  return value === undefined
}

/** Says which parameter is wrong first, and whether it is missing. */
function invalidInput(error: z.ZodError, input: unknown): ApiError {
  const path = error.issues[0]?.path ?? []
  const param = path.length > 0 ? path.join('.') : undefined
  const isGone = param !== undefined && isMissing(input, path)
  return apiError(400, isGone ? 'MISSING' : 'INVALID', 'Validation error', param)
}
