import { all, owners, type Row } from './row.ts'
import type { World } from './world.ts'

/** Who owns it is led on; nobody else learns that there is something. */
const toTheirs: Row['statuses'] = [404, 404, 303, 303]

const cart = (method: Row['method'], url: string, path: string, more: Partial<Row>): Row => ({
  app: 'cart',
  method,
  url,
  path,
  statuses: owners,
  ...more,
})

/** Baskets, orders and tickets: whoever owns them, and administrators. */
export function ownerRows({ orderId, ticketId, lineId }: World): Row[] {
  return [
    ...orderRows(orderId),
    cart('GET', '/', '/', { statuses: all(200) }),
    cart('POST', '/checkout', '/checkout', {
      body: {
        merchant: '01a20000-0000-7000-8000-000000000000',
        request_key: '01a20000-0000-4000-8000-000000000000',
      },
      statuses: all(409),
    }),
    cart('POST', '/voucher-codes', '/voucher-codes', {
      body: { code: 'NEVERGIVEN' },
      statuses: all(409),
    }),
    cart('POST', '/voucher-codes/remove', '/voucher-codes/remove', {
      body: { code: 'NEVERGIVEN' },
      statuses: all(303),
    }),
    cart('GET', '/credit', '/credit', { statuses: [401, 200, 200, 200] }),
    cart('POST', '/credit', '/credit', {
      body: { requestKey: '01a20000-0000-4000-8000-000000000000', own: '1' },
      statuses: [401, 400, 400, 400],
    }),
    cart('POST', '/webhooks/:provider/:webhookKey', '/webhooks/sumup/none', { statuses: all(204) }),
    cart('POST', '/items', '/items', {
      body: { kind: 'product', id: '01a20000-0000-7000-8000-000000000000' },
      statuses: all(409),
    }),
    cart('POST', '/lines/:lineId', `/lines/${lineId}`, {
      body: { quantity: '1' },
      statuses: [404, 404, 303, 404],
    }),
    {
      app: 'events',
      method: 'GET',
      url: '/tickets/:ticketId',
      path: `/tickets/${ticketId}`,
      statuses: owners,
    },
  ]
}

function orderRows(orderId: string): Row[] {
  return [
    cart('GET', '/orders/:orderId/checkout', `/orders/${orderId}/checkout`, { statuses: toTheirs }),
    cart('POST', '/orders/:orderId/checkout', `/orders/${orderId}/checkout`, {
      body: { total: '1800' },
      statuses: toTheirs,
    }),
    cart('POST', '/orders/:orderId/checkout/leave', `/orders/${orderId}/checkout/leave`, {
      statuses: toTheirs,
    }),
    cart('POST', '/orders/:orderId/again', `/orders/${orderId}/again`, { statuses: toTheirs }),
    cart('GET', '/orders/:orderId', `/orders/${orderId}`, {}),
    cart('GET', '/orders/:orderId/return', `/orders/${orderId}/return`, { statuses: toTheirs }),
    cart('POST', '/orders/:orderId/payments', `/orders/${orderId}/payments`, {
      statuses: [404, 404, 409, 409],
    }),
    cart('POST', '/orders/:orderId/cancellation', `/orders/${orderId}/cancellation`, {
      statuses: [404, 404, 409, 409],
    }),
  ]
}
