import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import type { VoucherProblem, VoucherTerms } from './voucher-terms.ts'

export interface FoundVouchers {
  /** What can be used now, in the order of the codes. */
  found: VoucherTerms[]
  problems: { code: string; problem: VoucherProblem }[]
}

interface Asker {
  now: Date
  personId: string | null
  /** The order that may have some of them already: its own uses do not stand in its way. */
  orderId?: string | null
}

interface Row extends Record<string, unknown> {
  typed: string
  terms: VoucherTerms | null
  problem: VoucherProblem | null
}

/**
 * What the codes are good for at `now`, for this person if they are signed in. Nothing is taken: who
 * comes first at the checkout has it. A code that comes twice counts once.
 */
export async function findVouchers(
  db: Db,
  codes: string[],
  { now, personId, orderId = null }: Asker,
): Promise<FoundVouchers> {
  if (codes.length === 0) return { found: [], problems: [] }
  const { rows } = await db.execute<Row>(sql`
    with typed as (
      select distinct on (code) code, word, place
      from (select trim(word)::citext as code, trim(word) as word, place
        from unnest(${sql.param(codes)}::text[]) with ordinality as given(word, place)) words
      order by code, place)
    select typed.word as typed,
      case when voucher.id is null then null else jsonb_build_object(
        'id', voucher.id, 'code', voucher.code::text, 'title', voucher.title,
        'pageId', voucher.page_id, 'kind', voucher.kind, 'basisPoints', voucher.basis_points,
        'amountMinor', voucher.amount_minor, 'currency', voucher.currency,
        'itemKind', voucher.item_kind, 'itemId', voucher.item_id,
        'minimumMinor', voucher.minimum_minor) end as terms,
      case when voucher.id is null then 'unknown'
        when not voucher.active or voucher.ends_at <= ${now.toISOString()} then 'over'
        when voucher.starts_at > ${now.toISOString()} then 'not_yet'
        when voucher.used - (select count(*) from cart.voucher_uses one_use
            where one_use.voucher_id = voucher.id and one_use.released_at is null
              and one_use.order_id = ${orderId}::uuid) >= voucher.max_uses then 'used_up'
        when ${personId}::uuid is not null and voucher.max_per_person is not null
          and (select count(*) from cart.voucher_uses one_use
            where one_use.voucher_id = voucher.id and one_use.released_at is null
              and one_use.order_id is distinct from ${orderId}::uuid
              and one_use.person_id = ${personId}::uuid) >= voucher.max_per_person
          then 'used_before' end as problem
    from typed left join cart.vouchers voucher on voucher.code = typed.code
    order by typed.place`)
  return {
    found: rows.flatMap(({ terms, problem }) => (terms && !problem ? [terms] : [])),
    problems: rows.flatMap(({ typed, problem }) => (problem ? [{ code: typed, problem }] : [])),
  }
}
