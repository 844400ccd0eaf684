import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Pickup } from '@rose-ash/shared/contracts/market'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { handoverOptions, handovers } from '@rose-ash/shared/db/models/cart-terms'
import type { Shop } from '../shop.ts'
import { handoverDays } from './handover-days.ts'
import { lineTotal } from '../pricing/line-total.ts'

/** One way in which the goods of a page can reach the buyer. */
export interface HandoverChoice {
  /** Names it for as long as it can be chosen. */
  choice: string
  kind: 'delivery' | 'pickup'
  title: string
  place: string
  notes: string
  startsAt: Date | null
  endsAt: Date | null
  feeMinor: number
  taxRateBasisPoints: number
  /** Beginnings of postcodes that it goes to; none: everywhere. */
  postcodes: string[]
}

/** The ways of each page of an order that has goods in it. */
export interface PageHandover {
  pageId: string
  /** What is chosen now; empty for nothing yet. */
  chosen: string
  choices: [HandoverChoice, ...HandoverChoice[]]
}

const daysShown = 4

/**
 * How the goods of each page of an order can reach the buyer: the market's own pick-ups, then what the
 * page offers. A page that says nothing hands over on its own doorstep.
 */
export async function handoverChoices(
  db: Db,
  shop: Shop,
  order: { id: string; currency: string },
): Promise<PageHandover[]> {
  const rows = await db
    .select()
    .from(handovers)
    .where(eq(handovers.orderId, order.id))
    .orderBy(asc(handovers.id))
  if (rows.length === 0) return []
  const lines = await db.select().from(orderLines).where(eq(orderLines.orderId, order.id))
  const options = await db
    .select()
    .from(handoverOptions)
    .where(
      and(
        inArray(
          handoverOptions.pageId,
          rows.map(({ pageId }) => pageId),
        ),
        eq(handoverOptions.active, true),
        eq(handoverOptions.currency, order.currency),
      ),
    )
    .orderBy(asc(handoverOptions.position), asc(handoverOptions.id))
  const pages: PageHandover[] = []
  // One after the other: a transaction has one connection.
  for (const { pageId, choice } of rows) {
    const goods = lines.filter((line) => line.pageId === pageId && line.kind === 'product')
    const variants = goods.map(({ itemId }) => itemId)
    const own = options.filter((option) => option.pageId === pageId)
    const itemsMinor = goods.reduce((sum, line) => sum + lineTotal(line), 0)
    const choices = [
      ...(await shop.services.market.pickups(db, variants)).map(ofPickup),
      ...own.flatMap((option) => ofOption(option, { itemsMinor, shop })),
    ]
    const [first = onTheDoorstep, ...rest] = choices
    pages.push({ pageId, chosen: choice, choices: [first, ...rest] })
  }
  return pages
}

type Option = typeof handoverOptions.$inferSelect

const ofPickup = ({ key, title, place, startsAt, endsAt }: Pickup): HandoverChoice => ({
  choice: `pickup:${key}`,
  kind: 'pickup',
  title,
  place,
  notes: '',
  startsAt,
  endsAt,
  feeMinor: 0,
  taxRateBasisPoints: 0,
  postcodes: [],
})

function ofOption(
  option: Option,
  { itemsMinor, shop }: { itemsMinor: number; shop: Shop },
): HandoverChoice[] {
  const { id, kind, title, place, notes, feeMinor, freeFromMinor, taxRateBasisPoints } = option
  const free = freeFromMinor !== null && itemsMinor >= freeFromMinor
  const { timeZone } = shop.config
  return handoverDays(option, { now: new Date(), timeZone, count: daysShown }).map((day) => ({
    ...day,
    choice: `option:${id}:${day.startsAt.getTime()}`,
    kind,
    title,
    place,
    notes,
    feeMinor: free ? 0 : feeMinor,
    taxRateBasisPoints,
    postcodes: option.postcodes,
  }))
}

const onTheDoorstep: HandoverChoice = {
  choice: 'as-agreed',
  kind: 'pickup',
  title: 'Collect it from us',
  place: '',
  notes: 'We write to you when it is ready.',
  startsAt: null,
  endsAt: null,
  feeMinor: 0,
  taxRateBasisPoints: 0,
  postcodes: [],
}
