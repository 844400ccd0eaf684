import type { Row, Statuses } from './row.ts'
import type { World } from './world.ts'

const none = '01a20000-0000-7000-8000-000000000000'

/** The orders desk is for the managers of a page, and administrators; who ordered is neither. */
export function cartDeskRows({ orderId, pageId }: World): Row[] {
  const row = (
    method: Row['method'],
    url: string,
    admin: number,
    more: { query?: string; body?: Record<string, string> } = {},
  ): Row => {
    const statuses: Statuses = [401, 403, 403, admin]
    const path = url
      .replace(':orderId', orderId)
      .replace(/:(lineId|invoiceId|refundId|optionId)/, none)
    const { query = '', body } = more
    return { app: 'cart', method, url, path: path + query, statuses, ...(body && { body }) }
  }
  const order = '/desk/orders/:orderId'
  const days = `?page=${pageId}&from=2026-01-01&until=2026-01-31`
  const money = { requestKey: none.replace('7000', '4000') }
  return [
    row('GET', '/desk/orders', 200),
    row('GET', '/desk/orders.csv', 200, { query: days }),
    row('GET', order, 200),
    row('GET', `${order}/papers/:invoiceId`, 404),
    row('POST', `${order}/notes`, 303, { body: { text: 'Ring twice' } }),
    row('POST', `${order}/mails`, 303, { body: { template: 'receipt' } }),
    row('POST', `${order}/lines/:lineId/weight`, 404, { body: { packedAmount: '500' } }),
    // Nothing is to be paid of it.
    row('POST', `${order}/cash`, 409, {
      body: { ...money, amountMinor: '1800', confirmed: 'yes' },
    }),
    row('POST', `${order}/refunds`, 422, {
      body: { ...money, what: 'lines', reason: 'goodwill', method: 'cash' },
    }),
    row('POST', '/desk/refunds/:refundId', 404, { body: { how: 'again' } }),
    row('POST', '/desk/handovers', 200, { body: { as: 'packed' } }),
    row('GET', '/desk', 200),
    row('GET', '/desk/picking', 200),
    row('GET', '/desk/picking/list.pdf', 200),
    row('GET', '/desk/picking/list.csv', 200),
    row('GET', '/desk/picking/labels.pdf', 200),
    row('GET', '/desk/picking/labels.csv', 200),
    row('GET', '/desk/handover-options', 200),
    row('GET', '/desk/handover-options/new', 200),
    row('POST', '/desk/handover-options', 400, { body: { title: '' } }),
    row('GET', '/desk/handover-options/:optionId', 404),
    row('POST', '/desk/handover-options/:optionId', 404, { body: { title: '' } }),
    row('POST', '/desk/handover-options/:optionId/switch', 404, {
      body: { active: 'no', version: '1' },
    }),
  ]
}
