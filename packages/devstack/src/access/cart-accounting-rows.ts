import type { Row, Statuses } from './row.ts'
import type { World } from './world.ts'

const none = '01a20000-0000-7000-8000-000000000000'

/** The books are for administrators; an account and a statement also for who manages their page. */
export function cartAccountingRows({ pageId }: World): Row[] {
  const row = (
    method: Row['method'],
    url: string,
    status: number,
    body?: Record<string, string>,
  ): Row => ({
    app: 'cart',
    method,
    url: `/desk${url}`,
    path: `/desk${url}`.replace(/:(runId|accountId|personId)/, none).replace(':pageId', pageId),
    statuses: [401, 403, 403, status],
    ...(body && { body }),
  })
  const missing: Statuses = [401, 404, 404, 404]
  return [
    row('GET', '/accounts', 200),
    { ...row('GET', '/accounts/:accountId', 404), statuses: missing },
    { ...row('POST', '/accounts/:accountId/corrections', 404, {}), statuses: missing },
    row('GET', '/accounts/members', 200),
    row('GET', '/accounts/members/:personId', 404),
    row('POST', '/accounts/members/:personId/top-ups', 404, {}),
    row('POST', '/accounts/members/:personId/limits', 404, {}),
    row('GET', '/accounts/books', 200),
    row('GET', '/accounts/books.csv', 200),
    row('GET', '/payouts', 200),
    row('POST', '/payouts', 400, { requestKey: none, name: 'Rose Ash', iban: 'none' }),
    row('GET', '/payouts/runs/:runId', 404),
    row('GET', '/payouts/runs/:runId/bank-file.xml', 404),
    row('GET', '/payouts/runs/:runId/list.csv', 404),
    row('GET', '/payouts/producers/:pageId', 200),
    row('GET', '/reconciliation', 200),
  ]
}
