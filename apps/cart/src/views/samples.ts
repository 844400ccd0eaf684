/** What the templates of the cart are tried with. */

const gbp = (amount: number) => ({ amount, currency: 'GBP' })

const bread = {
  id: '0199d0a0-0000-7000-8000-000000000301',
  kind: 'product',
  note: '',
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

const groups = [
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
        seenPrice: gbp(340),
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
        kind: 'ticket',
        title: 'Bread-making with Rosa',
        detail: 'Full place',
        image: 'workshop',
        unitPrice: gbp(4500),
        choice: { floor: gbp(2500), suggested: gbp(4500) },
        quantity: 1,
        total: gbp(4500),
      },
    ],
  },
]

const price = {
  items: gbp(7840),
  discount: gbp(500),
  total: gbp(7340),
  taxes: [{ ratePercent: 20, tax: gbp(750) }],
  vouchers: [{ id: 'v', code: 'AUTUMN', title: 'Five pounds off', discount: gbp(500) }],
}

export const sampleBasket = {
  merchants: [
    { id: '0199d0a0-0000-7000-8000-000000000001', name: undefined, groups, price, orderable: true },
  ],
  saved: [{ ...bread, id: '0199d0a0-0000-7000-8000-000000000304', title: 'Rye tin loaf' }],
  refused: [{ code: 'SPRING', problem: 'This voucher is over.' }],
  drafts: [],
  vanished: 1,
  requestKey: '0199d0a0-0000-7000-8000-000000000002',
}

const byBike = (day: number) => ({
  choice: `option:2:${day}`,
  kind: 'delivery',
  title: 'By cargo bike',
  place: '',
  notes: 'Within the ring road',
  startsAt: new Date(`2026-11-${day}T16:00:00Z`),
  endsAt: new Date(`2026-11-${day}T19:00:00Z`),
  fee: gbp(350),
})

export const sampleCheckout = {
  order: {
    id: '0199d0a0-0000-7000-8000-000000000501',
    accessKey: 'key',
    heldUntil: new Date('2026-11-22T15:55:00Z'),
    note: '',
  },
  groups,
  ...price,
  handovers: [
    {
      pageId: '0199d0a0-0000-7000-8000-000000000101',
      title: 'Hearth & Rye',
      chosen: 'pickup:1',
      isDelivery: false,
      ways: [
        {
          shown: {
            choice: 'pickup:1',
            kind: 'pickup',
            title: 'The Old Tannery',
            place: 'Tannery Yard 3',
            notes: '',
            startsAt: new Date('2026-11-27T15:00:00Z'),
            endsAt: new Date('2026-11-27T18:00:00Z'),
          },
          others: [],
        },
        { shown: byBike(27), others: [byBike(28), byBike(29)] },
      ],
    },
  ],
  needsAddress: false,
  terms: ['online'],
  credit: undefined,
  form: {},
  problems: {},
  holdMinutes: 15,
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
  ...price,
  vouchers: [],
  toPay: gbp(7340),
  groups,
  terms: 'online',
  handovers: [],
  refunds: [],
  papers: [
    {
      id: 'i',
      kind: 'invoice',
      number: '2026-0042',
      issuedAt: new Date('2026-11-22T15:43:00Z'),
      path: '/orders/0199d0a0-0000-7000-8000-000000000501/invoice.pdf',
    },
  ],
  timeline: [
    { state: 'awaiting_payment', reason: 'ordered', at: new Date('2026-11-22T15:40:00Z') },
  ],
  tickets: [],
  ticketWords: 'tickets',
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
