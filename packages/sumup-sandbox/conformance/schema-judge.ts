import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import { z } from 'zod'

import type { Schema } from './openapi-document.ts'

type Schemas = Record<string, Schema>

const formats = {
  'date-time': z.iso.datetime({ offset: true }),
  date: z.iso.date(),
  email: z.email(),
  uri: z.url(),
}

/** SumUp's schemas name these for some answers only; its examples show them on any checkout. */
const shownInExamples = new Set([
  'hosted_checkout',
  'merchant_country',
  'merchant_name',
  'purpose',
  'redirect_url',
  'transaction_code',
  'transaction_id',
])

/** Says what is wrong with a value by a schema that may refer to the document's others. */
export class SchemaJudge {
  #schemas: Schemas
  #ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, unicodeRegExp: false })
  #validators = new Map<Schema, ValidateFunction>()

  constructor(schemas: Schemas) {
    this.#schemas = schemas
    for (const [name, format] of Object.entries(formats)) {
      this.#ajv.addFormat(name, (value: string) => format.safeParse(value).success)
    }
    for (const name of ['float', 'double', 'decimal', 'int64']) this.#ajv.addFormat(name, true)
  }

  /** What breaks the schema, and, as hardly anything in it is required, what it does not name. */
  faults(schema: Schema, value: unknown): string[] {
    const validate = this.#validator(schema)
    const broken = validate(value) ? [] : (validate.errors ?? [])
    return [
      ...broken.map(({ instancePath, message }) => `${instancePath} ${message}`),
      ...this.#unnamed(schema, value, ''),
    ]
  }

  #validator(schema: Schema): ValidateFunction {
    const known = this.#validators.get(schema)
    if (known !== undefined) return known
    const validator = this.#ajv.compile({ ...schema, components: { schemas: this.#schemas } })
    this.#validators.set(schema, validator)
    return validator
  }

  #unnamed(schema: Schema, value: unknown, at: string): string[] {
    const parts = this.#partsOf(schema)
    if (Array.isArray(value)) {
      const items = parts.find((part) => part.items !== undefined)?.items
      return value.flatMap((item) => (items ? this.#unnamed(items, item, `${at}/…`) : []))
    }
    const isOpen = parts.some((part) => part.additionalProperties !== undefined)
    if (typeof value !== 'object' || value === null || isOpen) return []
    return Object.entries(value).flatMap(([name, inner]) => {
      const property = parts.find((part) => part.properties?.[name])?.properties?.[name]
      if (property !== undefined) return this.#unnamed(property, inner, `${at}/${name}`)
      return isWhole(at) && shownInExamples.has(name) ? [] : [`${at}/${name} is not named`]
    })
  }

  /** The schema itself, with what it refers to and what it is made of. */
  #partsOf(schema: Schema): Schema[] {
    const referred = this.#schemas[schema.$ref?.split('/').at(-1) ?? '']
    const inner = [...(referred ? [referred] : []), ...(schema.allOf ?? [])]
    return [schema, ...inner.flatMap((part) => this.#partsOf(part))]
  }
}

/** The answer itself, or one of those it lists. */
function isWhole(at: string): boolean {
  return at === '' || at === '/…'
}
