/** What the templates of the market are tried with. */

const gbp = (amount: number) => ({ amount, currency: 'GBP' })
const perKilo = (amount: number) => ({ price: gbp(amount), unit: 'kg' })

export const sampleProducts = [
  {
    id: '0199d0a0-0000-7000-8000-000000000101',
    href: '/products/country-sourdough',
    title: 'Country sourdough',
    image: 'loaf',
    imageAlt: 'A round loaf of sourdough on a board',
    producer: 'Hearth & Rye',
    price: gbp(480),
    perMeasure: perKilo(600),
    variantId: undefined,
    left: 14,
  },
  {
    id: '0199d0a0-0000-7000-8000-000000000102',
    href: '/products/breakfast-rolls',
    title: 'Baguettes and breakfast rolls',
    image: 'rolls',
    imageAlt: 'Two baguettes and three rolls on a cloth',
    producer: 'Hearth & Rye',
    price: gbp(360),
    perMeasure: undefined,
    variantId: '0199d0a0-0000-7000-8000-000000000202',
    left: 3,
  },
  {
    id: '0199d0a0-0000-7000-8000-000000000103',
    href: '/products/heather-honey',
    title: 'Heather honey',
    image: 'honey',
    imageAlt: 'A jar of honey with a dipper',
    producer: 'Windle Field',
    price: gbp(750),
    perMeasure: perKilo(2206),
    variantId: '0199d0a0-0000-7000-8000-000000000203',
    left: null,
  },
  {
    id: '0199d0a0-0000-7000-8000-000000000104',
    href: '/products/farmhouse-cheese',
    title: 'Farmhouse cheese, eight months old',
    image: 'cheese',
    imageAlt: 'A wheel of cheese with a wedge cut out',
    producer: 'Windle Field',
    price: gbp(620),
    perMeasure: perKilo(2480),
    variantId: '0199d0a0-0000-7000-8000-000000000204',
    left: 0,
  },
  {
    id: '0199d0a0-0000-7000-8000-000000000105',
    href: '/products/bunched-carrots',
    title: 'Bunched carrots',
    image: 'carrots',
    imageAlt: 'A bunch of carrots with their tops',
    producer: 'Windle Field',
    price: gbp(220),
    perMeasure: perKilo(440),
    variantId: '0199d0a0-0000-7000-8000-000000000205',
    left: 40,
  },
  {
    id: '0199d0a0-0000-7000-8000-000000000106',
    href: '/products/six-eggs',
    title: 'Six eggs',
    image: 'eggs',
    imageAlt: 'A bowl of eggs',
    producer: 'Windle Field',
    price: gbp(320),
    perMeasure: { price: gbp(53), unit: 'each' },
    variantId: '0199d0a0-0000-7000-8000-000000000206',
    left: 22,
  },
]

export const sampleMarkets = [
  {
    title: 'The bread shelf',
    href: '/markets/bread',
    description: 'Four doughs and what becomes of them. Out of the oven at half past six.',
    image: 'bakery',
    seller: 'Hearth & Rye',
  },
  {
    title: 'From the field',
    href: '/markets/field',
    description: 'What stood in the ground this morning, and what the bees and goats made of it.',
    image: 'farm',
    seller: 'Windle Field',
  },
  {
    title: 'Pots for every day',
    href: '/markets/pots',
    description: 'Thrown in Wendle, fired with apple wood.',
    image: 'pots',
    seller: 'Kiln Lane',
  },
]

export const sampleMarket = {
  ...sampleMarkets[0],
  seller: { title: 'Hearth & Rye', href: 'https://blog.rose-ash.example/hearth-and-rye' },
}

export const sampleProduct = {
  slug: 'country-sourdough',
  title: 'Country sourdough',
  description:
    'Wheat with a third of rye, raised for a day and a half and baked dark. It is at its best on the second day and still good on the fifth.',
  image: 'loaf',
  imageAlt: 'A round loaf of sourdough on a board',
  producer: 'Hearth & Rye',
  origin: 'Wendle, flour from Windle Field',
  allergens: ['wheat', 'rye'],
  market: { title: 'The bread shelf', href: '/markets/bread' },
  seller: sampleMarket.seller,
  variants: [
    { id: 'v1', title: 'Small, 800 g', price: gbp(480), perMeasure: perKilo(600), left: 4 },
    { id: 'v2', title: 'Large, 1.6 kg', price: gbp(880), perMeasure: perKilo(550), left: null },
    { id: 'v3', title: 'Half a loaf', price: gbp(260), perMeasure: perKilo(650), left: 0 },
  ],
}
