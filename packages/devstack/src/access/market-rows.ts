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
    row('GET', '/products/:productId/preview', 200),
    row('GET', '/products/:productId/status', 200, {
      path: `/desk/products/${productId}/status?status=archived`,
    }),
    row('POST', '/products/:productId/status', 303, { body: { status: 'published' } }),
    row('POST', '/products/:productId/copies', 303),
  ]
}
