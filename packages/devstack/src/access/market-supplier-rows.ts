import type { Row, Statuses } from './row.ts'
import type { World } from './world.ts'

const none = '01a20000-0000-7000-8000-000000000000'

/** Suppliers are for the market's managers; whoever is none is not told which suppliers there are. */
export function marketSupplierRows({ marketId }: World): Row[] {
  const row = (
    method: Row['method'],
    url: string,
    status: number,
    body?: Record<string, string>,
  ): Row => {
    const statuses: Statuses = [401, 403, 403, status]
    const path = url
      .replace(':marketId', marketId)
      .replace(/:(supplierId|proposalId|ruleId|purchaseId|lineId|runId)/g, none)
    return { app: 'market', method, url, path, statuses, ...(body && { body }) }
  }
  const version = { version: '1' }
  const one = '/desk/suppliers/:supplierId'
  const aSupplier = { title: 'Mill', currency: 'GBP', locale: 'en-GB', rateSeconds: '2' }
  return [
    row('GET', '/desk/markets/:marketId/suppliers', 200),
    row('POST', '/desk/markets/:marketId/suppliers', 303, aSupplier),
    row('GET', one, 404),
    row('GET', `${one}/settings`, 404),
    row('POST', `${one}/settings`, 404, { ...aSupplier, ...version }),
    row('POST', `${one}/permission`, 404, { ...version, permission: 'They said so in March.' }),
    row('POST', `${one}/permission/removal`, 404, version),
    row('GET', `${one}/recipe`, 404),
    row('POST', `${one}/recipe`, 404, version),
    row('POST', `${one}/runs`, 404),
    row('POST', `${one}/run-stops`, 404),
    row('POST', `${one}/run-resumptions`, 404),
    row('POST', `${one}/picture-tries`, 404),
    row('GET', `${one}/review`, 404),
    row('POST', `${one}/review`, 404, { decision: 'accept', scope: 'all' }),
    row('POST', `${one}/proposals/:proposalId`, 404, { ...version, decision: 'reject' }),
    row('GET', `${one}/rules`, 404),
    row('POST', `${one}/rules`, 404, {
      margin: '30',
      roundToMinor: '5',
      endingMinor: '1',
      taxClass: 'standard',
    }),
    row('POST', `${one}/rules/:ruleId/removal`, 404),
    row('POST', `${one}/accept-rules`, 404, { stock: 'on' }),
    row('GET', `${one}/purchases`, 404),
    row('POST', `${one}/purchases`, 404),
    row('GET', `${one}/purchases/:purchaseId`, 404),
    row('POST', `${one}/purchases/:purchaseId/cases`, 404, { [none]: '1' }),
    row('POST', `${one}/purchases/:purchaseId/delivery`, 404, { [none]: '1' }),
    row('POST', `${one}/purchases/:purchaseId/lines/:lineId/shortage`, 404, { as: 'carried' }),
    row('POST', `${one}/purchases/:purchaseId/mail`, 404),
    row('POST', `${one}/purchases/:purchaseId/cancellation`, 404),
    row('GET', `${one}/files`, 404),
    row('POST', `${one}/files`, 404),
    row('GET', `${one}/files/:runId`, 404),
    row('POST', `${one}/files/:runId`, 404, { name: 'Name' }),
  ]
}
