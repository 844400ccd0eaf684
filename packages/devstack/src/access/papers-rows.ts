import type { Row, Statuses } from './row.ts'
import type { World } from './world.ts'

const none = '01a20000-0000-7000-8000-000000000000'

const managers = (status: number): Statuses => [401, 403, 403, status]

/** Vouchers are for the managers of a page; the owner of this table manages none. */
export function voucherRows(): Row[] {
  const row = (method: Row['method'], url: string, more: Partial<Row>): Row => ({
    app: 'cart',
    method,
    url,
    path: url.replace(':voucherId', none).replace(':code', 'none'),
    statuses: managers(200),
    ...more,
  })
  const form = { title: 'A tenth off', kind: 'percent', percent: '10' }
  const everybody: Statuses = [409, 409, 409, 409]
  return [
    row('GET', '/desk/vouchers', {}),
    row('GET', '/desk/vouchers.csv', {}),
    row('GET', '/desk/vouchers/new', {}),
    row('POST', '/desk/vouchers', { body: form, statuses: managers(303) }),
    row('GET', '/desk/vouchers/:voucherId', { statuses: managers(404) }),
    row('POST', '/desk/vouchers/:voucherId', { body: form, statuses: managers(404) }),
    row('POST', '/desk/vouchers/:voucherId/switch', {
      body: { active: 'no' },
      statuses: managers(404),
    }),
    row('GET', '/vouchers/:code', { statuses: everybody }),
  ]
}

/** An order's papers are for its buyer and administrators; this order has no invoice. */
export function invoiceRows({ orderId }: World): Row[] {
  const row = (url: string): Row => ({
    app: 'cart',
    method: 'GET',
    url,
    path: url.replace(':orderId', orderId).replace(':invoiceId', none),
    statuses: [404, 404, 404, 404],
  })
  return [row('/orders/:orderId/invoice.pdf'), row('/orders/:orderId/credit-notes/:invoiceId.pdf')]
}
