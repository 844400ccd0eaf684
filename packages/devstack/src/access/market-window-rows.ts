import type { Row } from './row.ts'
import type { World } from './world.ts'

const none = '01a20000-0000-7000-8000-000000000000'

/** When a market takes orders, and its files, are for the managers of its page; the owner of this table manages none. */
export function marketWindowRows({ marketId }: World): Row[] {
  const row = (
    method: Row['method'],
    url: string,
    status: number,
    body?: Record<string, string>,
  ): Row => ({
    app: 'market',
    method,
    url: `/desk/markets/:marketId${url}`,
    path: `/desk/markets/${marketId}${url.replace(/:(windowId|pointId|importId)/, none)}`,
    statuses: [401, 403, 403, status],
    ...(body && { body }),
  })
  const times = { opensAt: '2040-01-02T08:00', closesAt: '2040-01-03T08:00' }
  const week = { opensOn: '5', opensAt: '08:00', closesOn: '3', closesAt: '20:00' }
  return [
    row('GET', '/files', 200),
    row('GET', '/products.csv', 200),
    row('POST', '/files', 400, {}),
    row('GET', '/files/:importId', 404),
    row('GET', '/files/:importId/wrong.csv', 404),
    row('POST', '/files/:importId/approval', 409),
    row('POST', '/files/:importId/cancellation', 409),
    row('GET', '/windows', 200),
    row('POST', '/windows', 303, times),
    row('POST', '/windows/:windowId', 404, times),
    row('POST', '/windows/:windowId/skipping', 404, { skip: 'yes' }),
    row('POST', '/windows/schedule', 303, week),
    row('POST', '/windows/schedule/removal', 303),
    row('POST', '/pickup-points', 303, { title: 'The Old Tannery' }),
    row('POST', '/pickup-points/:pointId', 404, { title: 'The Old Tannery' }),
  ]
}
