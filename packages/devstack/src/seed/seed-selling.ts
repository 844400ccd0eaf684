import type { Db } from '@rose-ash/shared/db'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { handoverOptions, vouchers } from '@rose-ash/shared/db/models/cart-terms'

interface SellingSeed {
  /** By slug. */
  pageIds: ReadonlyMap<string, string>
  currency: string
}

const bakery = 'hearth-and-rye'
const studio = 'kiln-lane'

/** How the pages sell: on what terms, how things reach the buyer, and what is cheaper with a code. */
export async function seedSelling(tx: Db, { pageIds, currency }: SellingSeed): Promise<void> {
  const pageId = (slug: string): string => pageIds.get(slug) ?? ''
  await tx.insert(sellers).values([
    { pageId: pageId(bakery), feeBasisPoints: 800 },
    { pageId: pageId('windle-field'), feeBasisPoints: 500, onAccount: true },
    { pageId: pageId(studio), feeBasisPoints: 1000, onPickup: true, donations: true },
  ])
  await tx.insert(handoverOptions).values([
    {
      pageId: pageId(bakery),
      kind: 'pickup',
      title: 'At the shop',
      place: 'The Old Tannery, 3 Mill Lane',
      notes: 'Ring the bell if the door is shut.',
      weekdays: [4, 5, 6],
      startsAt: '08:00',
      endsAt: '13:00',
      leadDays: 1,
      cutoff: '18:00',
      currency,
      position: 0,
    },
    {
      pageId: pageId(bakery),
      kind: 'delivery',
      title: 'By cargo bike',
      notes: 'Somebody should be at home.',
      weekdays: [4, 6],
      startsAt: '16:00',
      endsAt: '19:00',
      leadDays: 1,
      cutoff: '12:00',
      postcodes: ['WN4'],
      feeMinor: 350,
      freeFromMinor: 3000,
      taxRateBasisPoints: 2000,
      currency,
      position: 1,
    },
  ])
  await tx.insert(vouchers).values({
    code: 'TWENTY-YEARS',
    title: 'Twenty years of the oven',
    kind: 'percent',
    basisPoints: 1000,
    maxPerPerson: 1,
  })
}
