import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { NotFound } from '@rose-ash/shared/errors'
import { checkRuns } from '../../handing-over/open-handover.ts'
import { orderTags } from '../../orders/order-tags.ts'
import { packLine, type Packing } from '../../packing/pack-line.ts'
import type { Shop } from '../../shop.ts'

/** @see packLine. @throws {Forbidden} unless they run the page that sells it. */
export async function weighLine(db: Db, shop: Shop, packing: Packing): Promise<void> {
  const { pageId, orderId } = orderLines
  const [line] = await db
    .select({ pageId, orderId })
    .from(orderLines)
    .where(eq(orderLines.id, packing.lineId))
  if (!line) throw new NotFound('thing in an order')
  await checkRuns(db, shop, { personId: packing.personId, pageIds: [line.pageId] })
  await packLine(db, shop, packing)
  await shop.purge(await orderTags(db, line.orderId))
}
