export interface SeedEntry {
  slug: string
  title: string
  summary: string
  description: string
  image: string
  imageAlt: string
  place: string
  /** Days from the next Saturday on (0), local time, and how long. */
  day: number
  time: string
  minutes: number
  /** Name, pence, places (null: no limit), and the least in pence where buyers choose what they pay. */
  tickets: [title: string, pence: number, places: number | null, leastPence?: number][]
}

export interface SeedCalendar {
  page: string
  slug: string
  title: string
  description: string
  entries: SeedEntry[]
}

/** One calendar for each page, counted from the next Saturday so that something is always on. */
export const calendars: SeedCalendar[] = [
  {
    page: 'hearth-and-rye',
    slug: 'at-the-oven',
    title: 'At the oven',
    description: 'Workshops and suppers in the bakery.',
    entries: [
      {
        slug: 'sourdough-morning',
        title: 'Sourdough morning',
        summary: 'Shape, score and bake your own loaf, and take the starter home.',
        description:
          'Four hours at the long table with Joss. You need no experience, only an apron and clothes that forgive flour. Coffee and rolls at ten.',
        image: 'workshop',
        imageAlt: 'Hands kneading dough on a board',
        place: 'Hearth & Rye, 3 Mill Lane',
        day: 0,
        time: '09:00',
        minutes: 240,
        tickets: [
          ['A place', 4500, 8],
          ['Watching child', 0, 4],
        ],
      },
      {
        slug: 'long-table-supper',
        title: 'The long table supper',
        summary: 'Soup, bread and twenty years of the oven. The choir sings.',
        description:
          'The table runs from the oven to the street. Bring a bowl if you have a favourite. Doors at six, soup at half past.',
        image: 'supper',
        imageAlt: 'A long table laid for many people',
        place: 'The Old Tannery, 3 Mill Lane',
        day: 7,
        time: '18:00',
        minutes: 210,
        tickets: [
          ['Supper', 1800, 60],
          ['Under sixteen', 800, 20],
          ['What I can pay', 1800, 12, 400],
        ],
      },
      {
        slug: 'baking-with-rye',
        title: 'Baking with rye',
        summary: 'Heavier, darker, easier than you think.',
        description: 'A short afternoon on rye: scalds, sours and the patience in between.',
        image: 'loaf',
        imageAlt: 'A dark round loaf',
        place: 'Hearth & Rye, 3 Mill Lane',
        day: 14,
        time: '14:00',
        minutes: 150,
        tickets: [['A place', 3500, 8]],
      },
    ],
  },
  {
    page: 'windle-field',
    slug: 'in-the-field',
    title: 'In the field',
    description: 'Work days, walks and singing to the trees.',
    entries: [
      {
        slug: 'orchard-work-day',
        title: 'Orchard work day',
        summary: 'Prune, haul and eat well. Tools and lunch are ours.',
        description: 'Come for an hour or the day. Stout shoes. There is a fire.',
        image: 'orchard',
        imageAlt: 'Apple trees on a hillside',
        place: 'Windle Field, the top gate',
        day: 1,
        time: '10:00',
        minutes: 300,
        tickets: [['I am coming', 0, null]],
      },
      {
        slug: 'wassail',
        title: 'Wassail in the orchard',
        summary: 'We sing to the trees. Nobody knows whether it helps.',
        description: 'Lanterns, cider, the choir and rather a lot of noise.',
        image: 'choir',
        imageAlt: 'A choir singing',
        place: 'Windle Field, the orchard',
        day: 21,
        time: '17:30',
        minutes: 120,
        tickets: [
          ['Grown-up', 600, 120],
          ['Child', 0, 60],
        ],
      },
    ],
  },
  {
    page: 'kiln-lane',
    slug: 'at-the-wheel',
    title: 'At the wheel',
    description: 'Evenings and open kilns at the studio.',
    entries: [
      {
        slug: 'first-pot',
        title: 'Your first pot',
        summary: 'Two hours at the wheel. We fire what survives.',
        description: 'Clay, apron and encouragement included. Collect your pot three weeks later.',
        image: 'kiln',
        imageAlt: 'A brick kiln',
        place: 'Kiln Lane Studio, 8 Kiln Lane',
        day: 5,
        time: '18:30',
        minutes: 120,
        tickets: [['A wheel', 2800, 6]],
      },
    ],
  },
]
