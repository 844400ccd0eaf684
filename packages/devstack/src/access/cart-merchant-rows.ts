import type { Row, Statuses } from './row.ts'
import type { World } from './world.ts'

const none = '01a20000-0000-7000-8000-000000000000'

/** Who is paid: for the managers of a page, and administrators. The owner of an order is neither. */
export function cartMerchantRows({ pageId }: World): Row[] {
  const row = (
    method: Row['method'],
    url: string,
    admin: number,
    body?: Record<string, string>,
  ): Row => {
    const statuses: Statuses = [401, 403, 403, admin]
    const path = url.replace(':pageId', pageId).replace(':merchantId', none)
    return { app: 'cart', method, url, path, statuses, ...(body && { body }) }
  }
  const version = { baseVersion: '0' }
  return [
    // Whoever manages no page sees an empty list.
    { ...row('GET', '/desk/merchants', 200), statuses: [401, 200, 200, 200] },
    row('GET', '/desk/merchants/cooperative', 200),
    row('POST', '/desk/merchants/cooperative', 409, version),
    { ...row('GET', '/desk/merchants/:merchantId/messages', 404), statuses: [401, 404, 404, 404] },
    row('GET', '/desk/sellers/:pageId', 200),
    row('POST', '/desk/sellers/:pageId', 400, version),
    row('POST', '/desk/sellers/:pageId/merchant', 400, version),
    row('POST', '/desk/sellers/:pageId/merchant-activity', 409, { ...version, active: 'off' }),
  ]
}

/** The provider's card form in our page; the order waits for no payment. */
export function cartCardRows({ orderId }: World): Row[] {
  const path = `/orders/${orderId}/card`
  const common = { app: 'cart', url: '/orders/:orderId/card', path } as const
  const statuses: Statuses = [404, 404, 303, 303]
  return [
    { ...common, method: 'GET', statuses },
    { ...common, method: 'POST', statuses },
  ]
}
