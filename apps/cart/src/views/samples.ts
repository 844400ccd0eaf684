/** What the templates of the cart are tried with. */

const gbp = (amount: number) => ({ amount, currency: 'GBP' })

const bread = {
  id: '0199d0a0-0000-7000-8000-000000000301',
  title: 'Country sourdough',
  detail: 'Large, 1.6 kg',
  image: 'loaf',
  href: 'https://market.rose-ash.example/products/country-sourdough',
  unitPrice: gbp(880),
  quantity: 2,
  total: gbp(1760),
  min: 1,
  max: 14,
  problem: undefined,
}

export const sampleBasket = {
  groups: [
    {
      title: 'Hearth & Rye',
      href: 'https://blog.rose-ash.example/hearth-and-rye',
      lines: [
        bread,
        {
          ...bread,
          id: '0199d0a0-0000-7000-8000-000000000302',
          title: 'Baguettes and breakfast rolls',
          detail: '',
          image: 'rolls',
          unitPrice: gbp(360),
          quantity: 3,
          total: gbp(1080),
          min: 1,
          max: 2,
          problem: 'Only 2 left. Choose 2 or fewer to go on.',
        },
      ],
    },
    {
      title: 'Kiln Lane',
      href: 'https://blog.rose-ash.example/kiln-lane',
      lines: [
        {
          ...bread,
          id: '0199d0a0-0000-7000-8000-000000000303',
          title: 'Bread-making with Rosa',
          detail: 'Full place',
          image: 'workshop',
          unitPrice: gbp(4500),
          quantity: 1,
          total: gbp(4500),
        },
      ],
    },
  ],
  total: gbp(7340),
  vanished: 1,
  orderable: true,
}

const ticket = {
  id: '0199d0a0-0000-7000-8000-000000000401',
  entryTitle: 'Bread-making with Rosa',
  typeTitle: 'Full place',
  place: 'The bakery on the square',
  startsAt: new Date('2026-11-28T10:00:00Z'),
  endsAt: new Date('2026-11-28T14:00:00Z'),
  timeZone: 'Europe/London',
  state: 'valid',
  code: 'RA-7F3K-29QM-X4TD',
}

export const sampleOrder = {
  id: '0199d0a0-0000-7000-8000-000000000501',
  number: 1042,
  accessKey: 'key',
  state: 'awaiting_payment',
  name: 'Ada Marsh',
  email: 'ada@example.org',
  placedAt: new Date('2026-11-22T15:40:00Z'),
  heldUntil: new Date('2026-11-22T15:55:00Z'),
  total: gbp(7340),
  groups: sampleBasket.groups,
  timeline: [
    { state: 'awaiting_payment', reason: 'ordered', at: new Date('2026-11-22T15:40:00Z') },
  ],
  tickets: [],
}

export const samplePaidOrder = {
  ...sampleOrder,
  state: 'paid',
  timeline: [
    ...sampleOrder.timeline,
    { state: 'paid', reason: 'paid at the provider', at: new Date('2026-11-22T15:43:00Z') },
  ],
  tickets: [ticket],
}

export const sampleOrders = [
  sampleOrder,
  { ...samplePaidOrder, number: 1038, placedAt: new Date('2026-11-14T09:12:00Z') },
  {
    ...samplePaidOrder,
    number: 1007,
    state: 'refunded',
    placedAt: new Date('2026-10-03T09:12:00Z'),
  },
]
