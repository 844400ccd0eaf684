type Measure = [amount: number, unit: 'kg' | 'g' | 'l' | 'ml' | 'each']

export interface SeedProduct {
  slug: string
  title: string
  description: string
  image: string
  imageAlt: string
  origin: string
  allergens?: string[]
  /** Name, pence, stock (null: no limit), and what one of it holds. */
  variants: [title: string, pence: number, stock: number | null, measure?: Measure][]
}

export interface SeedMarket {
  page: string
  slug: string
  title: string
  description: string
  image: string
  products: SeedProduct[]
}

const gluten = ['wheat', 'gluten']

/** One market for each page, with what stands on its shelf. */
export const markets: SeedMarket[] = [
  {
    page: 'hearth-and-rye',
    slug: 'bread',
    title: 'The bread shelf',
    description: 'Baked from Thursday to Saturday. Order by Wednesday night.',
    image: 'loaf',
    products: [
      {
        slug: 'tannery-sourdough',
        title: 'Tannery sourdough',
        description:
          'Our everyday loaf. Wheat with a little rye, two days in the making, dark crust.',
        image: 'loaf',
        imageAlt: 'A round sourdough loaf',
        origin: 'Wendle',
        allergens: [...gluten, 'rye'],
        variants: [
          ['Small, 500 g', 280, 24, [500, 'g']],
          ['Large, 900 g', 440, 18, [900, 'g']],
        ],
      },
      {
        slug: 'morning-rolls',
        title: 'Morning rolls',
        description: 'Soft, floury and best within the hour. Four in a bag.',
        image: 'rolls',
        imageAlt: 'Four floury rolls',
        origin: 'Wendle',
        allergens: [...gluten, 'milk'],
        variants: [['Bag of four', 260, 30, [4, 'each']]],
      },
      {
        slug: 'baker-s-coffee',
        title: 'Baker’s coffee',
        description:
          'What keeps us upright at four in the morning. Roasted in Wendle, ground for a pot.',
        image: 'coffee',
        imageAlt: 'A cup of coffee beside a bag of beans',
        origin: 'Huehuetenango, Guatemala; roasted in Wendle',
        variants: [['250 g', 790, 12, [250, 'g']]],
      },
    ],
  },
  {
    page: 'windle-field',
    slug: 'field-shop',
    title: 'The field shop',
    description: 'Dug and picked for your order on Thursday morning.',
    image: 'carrots',
    products: [
      {
        slug: 'frosted-leeks',
        title: 'Frosted leeks',
        description: 'Left out for the cold on purpose, and sweeter for it.',
        image: 'leeks',
        imageAlt: 'Three leeks',
        origin: 'Windle Field',
        variants: [['500 g', 240, 40, [500, 'g']]],
      },
      {
        slug: 'bunched-carrots',
        title: 'Bunched carrots',
        description: 'With their tops, which make a good pesto.',
        image: 'carrots',
        imageAlt: 'A bunch of carrots with green tops',
        origin: 'Windle Field',
        variants: [['A bunch, about 450 g', 190, 5, [450, 'g']]],
      },
      {
        slug: 'orchard-apples',
        title: 'Orchard apples',
        description:
          'A mixed bag of this week’s eaters: Ashmead’s Kernel, Egremont Russet, a surprise.',
        image: 'apples',
        imageAlt: 'Red and russet apples',
        origin: 'Windle Field',
        variants: [
          ['1 kg', 320, 35, [1, 'kg']],
          ['3 kg crate', 850, 10, [3, 'kg']],
        ],
      },
      {
        slug: 'orchard-honey',
        title: 'Orchard honey',
        description: 'From six hives among the apple trees. Set, pale, tastes of May.',
        image: 'honey',
        imageAlt: 'A jar of honey with a dipper',
        origin: 'Windle Field',
        variants: [['340 g jar', 680, 0, [340, 'g']]],
      },
      {
        slug: 'field-eggs',
        title: 'Field eggs',
        description: 'From hens that have the run of the orchard. Sizes as they come.',
        image: 'eggs',
        imageAlt: 'Six eggs in a box',
        origin: 'Windle Field',
        allergens: ['eggs'],
        variants: [['Half a dozen', 260, 26, [6, 'each']]],
      },
      {
        slug: 'wendle-white',
        title: 'Wendle white',
        description: 'A crumbly, lemony cheese from the dairy over the hill.',
        image: 'cheese',
        imageAlt: 'A wedge of white cheese',
        origin: 'Over Wendle',
        allergens: ['milk'],
        variants: [['200 g piece', 520, 14, [200, 'g']]],
      },
    ],
  },
  {
    page: 'kiln-lane',
    slug: 'pot-shelf',
    title: 'The pot shelf',
    description: 'Thrown, glazed and fired in the lane. Each one a little different.',
    image: 'pots',
    products: [
      {
        slug: 'ash-glaze-bowl',
        title: 'Ash-glaze bowl',
        description: 'Deep enough for soup, stacks with its sisters. Dishwasher and oven safe.',
        image: 'pots',
        imageAlt: 'Bowls and a jug in dark green glaze',
        origin: 'Kiln Lane',
        variants: [
          ['15 cm', 1800, 9],
          ['20 cm', 2600, 3],
        ],
      },
    ],
  },
]
