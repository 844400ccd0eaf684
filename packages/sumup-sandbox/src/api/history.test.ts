import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { aDayOfTrade } from '../testing/a-day-of-trade.ts'
import { coop } from '../testing/start-sandbox.ts'

const page = z.object({
  items: z.array(z.unknown()),
  links: z.array(z.object({ href: z.string() })),
})

type Page = z.output<typeof page>

describe('the history', () => {
  it('lists attempts and refunds, oldest first', async () => {
    const { shop, declined, paid, second } = await aDayOfTrade()

    const { items, links } = await shop.transactions.list(coop.code)

    expect(items).toMatchObject([
      { id: declined.id, type: 'PAYMENT', status: 'FAILED', refunded_amount: 0 },
      { id: paid.id, type: 'PAYMENT', status: 'SUCCESSFUL', amount: 23.45, refunded_amount: 3.45 },
      { id: second.id, type: 'PAYMENT', status: 'SUCCESSFUL', amount: 8, refunded_amount: 0 },
      { transaction_id: paid.id, type: 'REFUND', status: 'REFUNDED', amount: 3.45 },
    ])
    expect(items[3].id).not.toBe(paid.id)
    expect(links).toEqual([])
  })

  it.each([
    [{ statuses: ['SUCCESSFUL', 'REFUNDED'] }, ['paid', 'second', 'refund']],
    [{ statuses: ['FAILED'] }, ['declined']],
    [{ types: ['REFUND'] }, ['refund']],
    [{ order: 'descending' }, ['refund', 'second', 'paid', 'declined']],
    [{ oldest_time: '2026-11-28T10:02:00Z' }, ['second', 'refund']],
    [{ newest_time: '2026-11-28T10:02:00Z' }, ['declined', 'paid']],
    [{ changes_since: '2026-11-28T10:03:00Z' }, ['paid', 'refund']],
  ])('keeps to %j', async (query, expected) => {
    const { shop, declined, paid, second } = await aDayOfTrade()
    const names = new Map([
      [declined.id, 'declined'],
      [paid.id, 'paid'],
      [second.id, 'second'],
    ])

    const { items } = await shop.transactions.list(coop.code, query)

    const found = items.map(({ id }: { id: string }) => names.get(id) ?? 'refund')
    expect(found).toEqual(expected)
  })

  it.each(['ascending', 'descending'])('can be walked page by page, %s', async (order) => {
    const { shop, url } = await aDayOfTrade()
    const all = await shop.transactions.list(coop.code, { order })

    const walked: unknown[] = []
    let query: string | undefined =
      `order=${order}&limit=1&statuses[]=SUCCESSFUL&statuses[]=REFUNDED`
    while (query !== undefined) {
      const { items, links }: Page = await readPage(url, query)
      walked.push(...items)
      query = links[0]?.href
    }

    expect(walked).toEqual(
      all.items.filter(({ status }: { status: string }) => status !== 'FAILED'),
    )
  })

  it.each([{ limit: 0 }, { statuses: ['LOST'] }, { oldest_time: 'noon' }, { newest_ref: 'x' }])(
    'is refused for %j',
    async (query) => {
      const { shop } = await aDayOfTrade()

      await expect(shop.transactions.list(coop.code, query)).rejects.toMatchObject({
        status: 400,
        error: { error_code: 'INVALID', message: 'Validation error' },
      })
    },
  )
})

async function readPage(url: string, query: string): Promise<Page> {
  const address = `${url}/v2.1/merchants/${coop.code}/transactions/history?${query}`
  const response = await fetch(address, { headers: { authorization: 'Bearer sup_sk_coop' } })
  return page.parse(await response.json())
}
