import type { Db } from '@rose-ash/shared/db'
import { resources, slots } from '@rose-ash/shared/db/models/events-bookings'
import { Temporal } from 'temporal-polyfill'
import { seedSupply } from './seed-market.ts'

interface OvenSeed {
  /** By slug. */
  pageIds: ReadonlyMap<string, string>
  currency: string
  timeZone: string
  now: Date
}

const days = 14
const starts = ['14:00', '16:00', '18:00']

/** The bakery's oven, to be booked on every afternoon of the coming two weeks but Sundays. */
export async function seedOven(
  tx: Db,
  { pageIds, currency, timeZone, now }: OvenSeed,
): Promise<void> {
  const [oven] = await tx
    .insert(resources)
    .values({
      pageId: pageIds.get('hearth-and-rye') ?? '',
      slug: 'the-bread-oven',
      title: 'The bread oven',
      description:
        'The oven is hot from the morning’s loaves, and yours for two hours: it holds twelve at once. Bring your dough risen; peels, tins and advice are here.\n\nOn Saturdays at two we bake together, six of us around the table.',
      image: 'bakery',
      imageAlt: 'A bakery with its door open',
      place: 'Hearth & Rye, 3 Mill Lane',
      timeZone,
      priceMinor: 1200,
      memberPriceMinor: 900,
      currency,
      cancelMinutes: 24 * 60,
      status: 'published',
    })
    .returning({ id: resources.id })
  if (!oven) throw new Error('an insert answers its row')
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
  for (let day = 1; day <= days; day += 1) {
    const date = today.add({ days: day })
    if (date.dayOfWeek === 7) continue
    for (const plainTime of starts) {
      const together = date.dayOfWeek === 6 && plainTime === '14:00'
      const begins = date.toZonedDateTime({ timeZone, plainTime })
      await tx.insert(slots).values({
        resourceId: oven.id,
        supplyId: await seedSupply(tx, together ? 6 : 1),
        startsAt: new Date(begins.epochMilliseconds),
        endsAt: new Date(begins.add({ hours: 2 }).epochMilliseconds),
      })
    }
  }
}
