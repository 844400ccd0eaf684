import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { asc, eq } from 'drizzle-orm'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { vouchers } from '@rose-ash/shared/db/models/cart-terms'
import { Refusal } from '@rose-ash/shared/errors'
import { aSlot, aTicketType, aVariant } from '@rose-ash/shared/testing'
import { refundOrder } from '../../refunds/refund-order.ts'
import { theCooperative } from '../../testing/merchants.ts'
import { brokenCredit } from './broken-credit.ts'
import { brokenPromises } from './broken-promises.ts'
import { buy, type Shopping } from './buyer.ts'
import type { World } from './open-world.ts'
import { endAllHolds, passTime, whatWaits } from './pass-time.ts'
import type { Plan, Schedule } from './schedule.ts'

/**
 * Lets a schedule happen, then lets everything settle with a cart that lives and a provider that behaves.
 * Answers what is broken then.
 */
export async function runSchedule(world: World, schedule: Schedule): Promise<string[]> {
  const { db } = world
  await world.alive()
  const shelves = await fillShelves(world)
  await world.misbehave({ webhooks: schedule.webhooks, faults: schedule.faults })
  world.dieAt(schedule.deaths)
  const bought = await Promise.all(
    schedule.plans.map(async (plan) => ({ plan, orderIds: await buy(shelves, plan) })),
  )
  world.counts.messages = world.messages()
  await settle(world)
  await refundAsPlanned(world, bought)
  await settle(world)
  return [...(await brokenPromises(db, await world.moneyMoved())), ...(await brokenCredit(world))]
}

/** So few that buyers stand in each other's way, unless a test wants more; a slot has a fifth of that. */
export async function fillShelves(world: World, few = 3): Promise<Shopping> {
  const { db } = world
  const ticketType = await aTicketType(db, { places: few })
  const variant = await aVariant(db, { stock: few })
  const slot = await aSlot(db, { places: Math.ceil(few / 5) })
  const voucherCode = `P-${randomUUID().slice(0, 13)}`
  const terms = { kind: 'amount', amountMinor: 100, currency: 'GBP', maxUses: 2 } as const
  await db.insert(vouchers).values({ code: voucherCode, title: 'A pound off', ...terms })
  return {
    db,
    origin: world.origin,
    signIn: world.signIn,
    revived: async () => void (await world.alive()),
    merchantId: await theCooperative(db),
    ticketTypeId: ticketType.id,
    variantId: variant.id,
    slotId: slot.id,
    voucherCode,
    onFailure: (failure: string) => void world.failures.push(failure),
  }
}

/** Time passes until nothing waits any more. The cart may still die as it is to. */
export async function settle(world: World): Promise<void> {
  const { db } = world
  let waits: string[] = []
  for (let turn = 0; turn < 300; turn += 1) {
    if (turn === 20) {
      world.liveOn()
      await world.misbehave({ webhooks: { mode: 'never' } })
    }
    await world.alive()
    await passTime(db)
    await wait(20)
    await endAllHolds(db)
    await wait(60)
    waits = await whatWaits(db)
    if (waits.length === 0) return
  }
  throw new Error(`this does not settle: ${waits.join(', ')}`)
}

async function refundAsPlanned(
  { db, shop }: World,
  bought: { plan: Plan; orderIds: string[] }[],
): Promise<void> {
  const wanted = bought.filter(({ plan }) => plan.refund !== 'nothing')
  for (const { plan, orderId } of wanted.flatMap(({ plan, orderIds }) =>
    orderIds.map((orderId) => ({ plan, orderId })),
  )) {
    const lines = await db
      .select()
      .from(orderLines)
      .where(eq(orderLines.orderId, orderId))
      .orderBy(asc(orderLines.id))
    const [first] = lines
    const asked = { orderId, requestKey: randomUUID(), method: 'provider' as const }
    try {
      await refundOrder(db, shop, {
        ...asked,
        lines: plan.refund === 'all' || !first ? undefined : [{ lineId: first.id, quantity: 1 }],
        reason: 'returned',
        message: 'Came back',
        personId: undefined,
      })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
}
