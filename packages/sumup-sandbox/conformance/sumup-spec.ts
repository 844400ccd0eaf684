import { openapiDocument } from './openapi-document.ts'
import type { Operation, Schema } from './openapi-document.ts'
import { SchemaJudge } from './schema-judge.ts'

/** One request to the sandbox and what came back; bodies as they were sent. */
export interface Exchange {
  method: string
  url: URL
  requestBody: string | undefined
  status: number
  contentType: string
  answer: string
}

/** What the sandbox has of SumUp's API; exchanges of all other operations are not looked at. */
export const implemented: ReadonlySet<string> = new Set([
  'GetPaymentMethods',
  'CreateCheckout',
  'ListCheckouts',
  'GetCheckout',
  'UpdateCheckout',
  'DeactivateCheckout',
  'RefundTransaction',
  'GetTransactionV2.1',
  'ListTransactionsV2.1',
  'ListPayoutsV1',
  'GetReceipt',
  'GetMerchant',
])

/**
 * Answers that cannot be avoided and that the specification declares for a neighbour only: keys are
 * refused by one gateway, and an update can be as wrong as a creation, or as late as an end.
 */
export const declaredElsewhere: ReadonlyMap<string, string> = new Map([
  ['GetPaymentMethods 401', 'GetCheckout 401'],
  ['RefundTransaction 401', 'GetCheckout 401'],
  ['GetMerchant 401', 'GetCheckout 401'],
  ['UpdateCheckout 400', 'CreateCheckout 400'],
  ['UpdateCheckout 409', 'DeactivateCheckout 409'],
])

interface Endpoint {
  method: string
  path: string
  operation: Operation
}

/** SumUp's OpenAPI document, as a judge of exchanges. */
export class SumupSpec {
  /** The implemented operations that the document knows. */
  readonly endpoints: readonly Endpoint[]
  /** The answers checked so far, such as `GetCheckout 404`. */
  readonly checked = new Set<string>()
  #judge: SchemaJudge

  constructor(json: unknown) {
    const document = openapiDocument.parse(json)
    this.#judge = new SchemaJudge(document.components.schemas)
    this.endpoints = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, operation]) =>
        operation !== undefined && implemented.has(operation.operationId)
          ? [{ method: method.toUpperCase(), path, operation }]
          : [],
      ),
    )
  }

  /** @throws {Error} that lists all that is not as specified. */
  check(exchange: Exchange): void {
    const { method, url, status } = exchange
    const endpoint = this.endpoints.find((one) => one.method === method && isAt(one, url))
    if (endpoint === undefined) return
    const name = `${endpoint.operation.operationId} ${status}`
    const wrong = this.#wrongAnswer(name, exchange)
    if (status < 300) wrong.push(...this.#wrongRequest(endpoint.operation, exchange))
    if (wrong.length > 0) throw new Error(`${name} is not as specified: ${wrong.join('; ')}`)
    this.checked.add(name)
  }

  /** Every answer that the document declares for what is implemented. */
  declared(): string[] {
    return this.endpoints.flatMap(({ operation }) =>
      Object.keys(operation.responses).map((status) => `${operation.operationId} ${status}`),
    )
  }

  #wrongAnswer(name: string, { status, contentType, answer }: Exchange): string[] {
    // Declared nowhere, and sent only when a test has asked for it.
    if (status === 500) return this.#judge.faults(problem, JSON.parse(answer))
    const [id, code] = (declaredElsewhere.get(name) ?? name).split(' ')
    const operation = this.endpoints.find((one) => one.operation.operationId === id)?.operation
    const mediaType = contentType.split(';')[0] ?? ''
    const schema = operation?.responses[code ?? '']?.content?.[mediaType]?.schema
    if (schema === undefined) return [`no ${mediaType} is declared`]
    return this.#judge.faults(schema, JSON.parse(answer))
  }

  /** Only of requests that were granted: one that was refused may be as wrong as a test likes. */
  #wrongRequest(operation: Operation, { url, requestBody }: Exchange): string[] {
    const known = new Set(operation.parameters.map((parameter) => parameter.name))
    const unknown = [...url.searchParams.keys()].filter((name) => !known.has(name))
    const wrong = unknown.map((name) => `no parameter ${name} is declared`)
    const schema = operation.requestBody?.content['application/json']?.schema
    if (requestBody === undefined || schema === undefined) return wrong
    return [...wrong, ...this.#judge.faults(schema, JSON.parse(requestBody))]
  }
}

const problem: Schema = { $ref: '#/components/schemas/Problem' }

function isAt({ path }: Endpoint, { pathname }: URL): boolean {
  const pattern = path.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')
  return new RegExp(`^${pattern}$`).test(pathname)
}
