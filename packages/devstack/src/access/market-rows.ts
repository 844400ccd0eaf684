import type { Row, Statuses } from './row.ts'
import type { World } from './world.ts'

const none = '01a20000-0000-7000-8000-000000000000'

/** A market's desk is for the managers of its page; the owner of this table manages none. */
export function marketRows({ marketId, productId, variantId }: World): Row[] {
  const row = (
    method: Row['method'],
    url: string,
    status: number,
    more: Partial<Row> = {},
  ): Row => {
    const statuses: Statuses = [401, 403, 403, status]
    const path = url
      .replace(':marketId', marketId)
      .replace(':productId', productId)
      .replace(':variantId', variantId)
    return { app: 'market', method, url: `/desk${url}`, path: `/desk${path}`, statuses, ...more }
  }
  const words = { title: 'Bread', pageId: none }
  return [
    row('GET', '', 200),
    row('POST', '', 403, { body: words }),
    row('GET', '/markets/:marketId', 200),
    row('POST', '/markets/:marketId', 403, { body: { ...words, baseVersion: '1' } }),
    row('GET', '/markets/:marketId/products', 200),
    row('GET', '/markets/:marketId/products/new', 200),
    row('POST', '/markets/:marketId/products', 422, { body: { title: '' } }),
    row('GET', '/products/:productId', 200),
    row('POST', '/products/:productId', 422, { body: { title: '' } }),
    row('GET', '/products/:productId/preview', 200, { statuses: [404, 404, 404, 200] }),
    row('GET', '/products/:productId/status', 200, {
      path: `/desk/products/${productId}/status?status=archived`,
    }),
    row('POST', '/products/:productId/status', 303, { body: { status: 'published' } }),
    row('POST', '/products/:productId/copies', 303),
    row('GET', '/products/:productId/stock', 200),
    row('POST', '/variants/:variantId/movements', 303, {
      body: { kind: 'delivery', quantity: '1', seen: '999999' },
    }),
    row('POST', '/variants/:variantId/counting', 303, { body: { counted: 'yes' } }),
    row('GET', '/variants/:variantId/prices', 200),
    row('GET', '/markets/:marketId/stock-take', 200),
    row('POST', '/markets/:marketId/stock-take', 200, { body: { seen: '0' } }),
    row('GET', '/markets/:marketId/bulk', 200),
    row('POST', '/markets/:marketId/bulk', 422, { body: { action: 'percent', percent: 'x' } }),
    row('GET', '/markets/:marketId/categories', 200),
    row('POST', '/markets/:marketId/categories', 303, { body: { title: 'Rye' } }),
    row('GET', '/markets/:marketId/collections', 200),
    row('POST', '/markets/:marketId/collections', 303, { body: { title: 'For winter' } }),
    ...gone('/categories/:categoryId', { title: 'X' }),
    gone('/categories/:categoryId/place', { step: 'up' })[1],
    ...gone('/categories/:categoryId/deletion', {}),
    ...gone('/collections/:collectionId', { title: 'X' }),
    gone('/collections/:collectionId/deletion', {})[1],
  ]
}

/** Looking at something that is not there, and changing it. */
function gone(url: string, body: Record<string, string>): [Row, Row] {
  const statuses: Statuses = [401, 404, 404, 404]
  const path = `/desk${url.replace(/:\w+/, none)}`
  const row = { app: 'market', url: `/desk${url}`, path, statuses } as const
  return [
    { ...row, method: 'GET' },
    { ...row, method: 'POST', body },
  ]
}
