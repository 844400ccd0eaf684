import { sql } from 'drizzle-orm'
import type { World } from './open-world.ts'

/**
 * What is promised of members' credit and is not so, a sentence for each; to be asked when everything has
 * settled, of a world in which nobody pays in at the desk or buys on account.
 *
 * What somebody has is what they paid in, less what orders took of it and what went back of it, and more
 * what came back to it; nothing is set aside or on its way any more; and nobody has more than they may.
 */
export async function brokenCredit({ db, shop }: World): Promise<string[]> {
  const most = shop.config.creditLimit * 100
  const { rows } = await db.execute(sql`
    with was_paid as (select orders.* from cart.orders where person_id is not null and exists (
        select 1 from cart.order_transitions moved
        where moved.order_id = orders.id and moved.to_state = 'paid')),
      went_back as (select refund.order_id, sum(refund.amount_minor) filter (where payment_id is null)
          as to_credit, sum(refund.amount_minor) filter (where reason not in ('late', 'double')) as given
        from cart.refunds refund group by 1),
      expected as (select was_paid.person_id, sum(case when was_paid.kind = 'credit'
          then was_paid.total_minor - coalesce(went_back.given, 0)
          else coalesce(went_back.to_credit, 0) - was_paid.credit_minor end)::int as minor
        from was_paid left join went_back on went_back.order_id = was_paid.id group by 1),
      actual as (select account.owner_id as person_id,
          -coalesce(sum(posting.amount_minor) filter (where account.kind = 'member'
            and account.detail = ''), 0)::int as minor,
          coalesce(sum(posting.amount_minor) filter (where account.kind = 'deposits'
            or account.detail <> ''), 0)::int as elsewhere
        from ledger.accounts account join ledger.postings posting on posting.account_id = account.id
        where account.kind in ('member', 'deposits') group by 1)
    select person_id, expected.minor as expected, actual.minor as actual, actual.elsewhere
    from expected full join actual using (person_id)
    where coalesce(expected.minor, 0) <> coalesce(actual.minor, 0) or actual.elsewhere <> 0
      or actual.minor not between 0 and ${most}`)
  return rows.map((row) => `a member’s credit does not add up: ${JSON.stringify(row)}`)
}
