import { z } from 'zod'

/** JSON schema as far as it is walked here; the rest is left to Ajv. */
export interface Schema {
  $ref?: string | undefined
  allOf?: Schema[] | undefined
  items?: Schema | undefined
  properties?: Record<string, Schema> | undefined
  additionalProperties?: unknown
}

const schema: z.ZodType<Schema> = z.looseObject({
  $ref: z.string().optional(),
  allOf: z.lazy(() => z.array(schema)).optional(),
  items: z.lazy(() => schema).optional(),
  properties: z.lazy(() => z.record(z.string(), schema)).optional(),
})

const content = z.record(z.string(), z.looseObject({ schema: schema.optional() }))

const operation = z.looseObject({
  operationId: z.string(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).default([]),
  requestBody: z.looseObject({ content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: content.optional() })),
})

/** The part of an OpenAPI 3.0 document that is needed to check an exchange. */
export const openapiDocument = z.looseObject({
  paths: z.record(
    z.string(),
    z.object({
      get: operation.optional(),
      post: operation.optional(),
      patch: operation.optional(),
      delete: operation.optional(),
    }),
  ),
  components: z.looseObject({ schemas: z.record(z.string(), schema) }),
})

export type Operation = z.output<typeof operation>
