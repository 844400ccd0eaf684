import type { FastifyError } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { Refusal } from '@rose-ash/shared/errors'

/** A no that is about one field of a form. */
export class WrongField extends Refusal {
  /** The name of the field. */
  readonly field: string

  constructor(field: string, message: string) {
    super('wrong_field', 422, message)
    this.field = field
  }
}

export interface FieldProblems {
  status: number
  /** What is wrong as a whole, if it is about no field. */
  message: string | undefined
  /** What is wrong, by the name of the field. */
  fields: ReadonlyMap<string, string>
}

/** What somebody can put right in a form; what is about rights or about things that are gone. */
const mendable = new Set([400, 409, 413, 422])

/** What a form that is shown again says; undefined for what no other input would change. */
export function problemsOf(error: FastifyError | Refusal): FieldProblems | undefined {
  if (error instanceof WrongField)
    return {
      status: error.status,
      message: undefined,
      fields: fieldMap([error.field, error.message]),
    }
  if (error instanceof Refusal) {
    return mendable.has(error.status)
      ? { status: error.status, message: error.message, fields: fieldMap() }
      : undefined
  }
  if (!hasZodFastifySchemaValidationErrors(error) || error.validationContext !== 'body') {
    return undefined
  }
  const found = error.validation.map(({ instancePath, message = '' }): [string, string] => [
    instancePath.split('/')[1] ?? '',
    message,
  ])
  return { status: 422, message: undefined, fields: fieldMap(...found.toReversed()) }
}

const fieldMap = (...entries: [string, string][]) => new Map(entries)

interface Kind {
  type: string
  inputmode: string
  maxlength: string
  isChoice: boolean
}

const ofTime: Record<string, string> = {
  date: 'Give the date.',
  'datetime-local': 'Give the day and the time.',
  time: 'Give the time, such as 18:30.',
}

/** A library's own words (“Invalid input: expected number, received NaN”) in those of a person. */
export function wordsFor(message: string, { type, inputmode, maxlength, isChoice }: Kind): string {
  if (!/^(Invalid|Too )/.test(message)) return message
  if (isChoice) return 'Choose one of these.'
  if (message.startsWith('Too big: expected string'))
    return maxlength
      ? `This is too long: ${maxlength} characters at most.`
      : 'This is too long. Shorten it.'
  if (type in ofTime) return ofTime[type] ?? ''
  if (type === 'number' || inputmode === 'numeric' || inputmode === 'decimal') {
    const [, more = '', bound = ''] = /^Too (big|small).*?(-?\d+)$/.exec(message) ?? []
    if (bound) return `Write a number ${more === 'big' ? `up to ${bound}` : `from ${bound} on`}.`
    return 'Write a number, such as 5.'
  }
  return 'Write this differently: it cannot be read.'
}
