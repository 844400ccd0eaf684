import { type SQL, sql } from 'drizzle-orm'
import type { BlogService } from '@rose-ash/shared/contracts/blog'
import type { ItemKind, Offer } from '@rose-ash/shared/contracts/offers'
import { type Column, type Db, prepared } from '@rose-ash/shared/db'
import { basketLines, baskets } from '@rose-ash/shared/db/models/cart'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import type { Services } from '@rose-ash/shared/services/registry'

/** Who takes the money for a line; without a name, the cooperative. */
export interface LineMerchant {
  id: string
  name: string | null
}

type OfferOf = (
  services: Services,
  id: Column | SQL,
  asker: { member: boolean | SQL<boolean>; currency: string },
) => SQL<Offer | null>

/** The offer of an item of each kind, as a column of the asker's statement. */
export const offersBy: Record<ItemKind, OfferOf> = {
  product: ({ market }, id, { member }) => market.offer(id, member),
  ticket: ({ events }, id) => events.offer(id),
  booking: ({ events }, id, { member }) => events.slotOffer(id, member),
  donation: ({ blog }, id, { currency }) => donationOffer(blog, id, currency),
}

/** An item as its owner-to-be can buy it now; undefined when there is none. */
export async function findOffer(
  db: Db,
  services: Services,
  item: { kind: ItemKind; itemId: string; owner: BasketOwner; currency: string },
): Promise<Offer | undefined> {
  const { kind, itemId, owner, currency } = item
  const member = 'personId' in owner
  const name = `cart_offer_${kind}_${member}`
  const [row] = await prepared(db, name, (on) =>
    on
      .select({ offer: offersBy[kind](services, sql`item.item_id`, { member, currency }) })
      .from(sql`(select ${sql.placeholder('itemId')}::uuid as item_id) item`)
      .prepare(name),
  ).execute({ itemId })
  return row?.offer?.page ? row.offer : undefined
}

/**
 * The offer of a basket line to the owner of its basket, to be joined to a statement about both: its
 * `line_offer` is `offered`'s only column.
 */
export function offerOfLine(services: Services, currency: string): SQL {
  const { kind, itemId } = basketLines
  const asker = { member: sql<boolean>`${baskets.personId} is not null`, currency }
  const offer = sql`case ${kind}
    when 'product' then ${offersBy.product(services, itemId, asker)}
    when 'ticket' then ${offersBy.ticket(services, itemId, asker)}
    when 'booking' then ${offersBy.booking(services, itemId, asker)}
    when 'donation' then ${offersBy.donation(services, itemId, asker)} end`
  // Without the `offset` PostgreSQL works the offer out anew for each of its three readers.
  return sql`lateral (select ${offer} as line_offer offset 0) offered`
}

/** `offered.line_offer`, and who takes the money for it, as columns. */
export const offered = sql<Offer | null>`offered.line_offer`
export const merchantOfLine = sql<LineMerchant>`coalesce(
  ${merchant(sql`takes.active and takes.page_id = (offered.line_offer -> 'page' ->> 'id')::uuid`)},
  ${merchant(sql`takes.page_id is null`)})`

/** Whether the page of `offered.line_offer` asks for gifts. */
export const asksForGifts = sql<boolean>`exists (select 1 from cart.sellers asks
  where asks.donations and asks.page_id = (offered.line_offer -> 'page' ->> 'id')::uuid)`

function merchant(isMeant: SQL): SQL {
  return sql`(select json_build_object('id', takes.id, 'name', takes.name)
    from cart.merchants takes where ${isMeant})`
}

/** A gift to a page that asks for gifts: what it costs is the giver's to say. */
function donationOffer(
  blog: BlogService,
  pageId: Column | SQL,
  currency: string,
): SQL<Offer | null> {
  return sql<Offer | null>`(select json_build_object(
    'kind', 'donation', 'itemId', ${pageId}, 'supplyId', null, 'page', given_to,
    'title', 'A gift to ' || (given_to ->> 'title'), 'detail', '', 'image', 'market-square',
    'path', '/' || (given_to ->> 'slug'), 'unitMinor', 500, 'usualMinor', null, 'floorMinor', 100,
    'taxRateBasisPoints', 0, 'weighed', false, 'measureAmount', null, 'measureUnit', null,
    'currency', ${currency}::text, 'left', null, 'minPerOrder', 1, 'maxPerOrder', 1,
    'onSale', exists (select 1 from cart.sellers asks
      where asks.page_id = ${pageId} and asks.donations), 'opensAt', null)
    from (select ${blog.page(pageId)} as given_to offset 0) gift where given_to is not null)`
}
