/** What the templates of events are tried with. */

const gbp = (amount: number) => ({ amount, currency: 'GBP' })

const entry = {
  id: '0199d0a0-0000-7000-8000-000000000601',
  href: '/entries/bread-making',
  title: 'Bread-making with Rosa',
  summary: 'A morning at the table and the oven. You take home two loaves and a starter.',
  image: 'workshop',
  imageAlt: 'Two hands kneading dough',
  place: 'The bakery on the square',
  startsAt: new Date('2026-11-28T10:00:00Z'),
  endsAt: new Date('2026-11-28T14:00:00Z'),
  timeZone: 'Europe/London',
  from: gbp(4500),
}

export const sampleEntries = [
  {
    ...entry,
    href: '/entries/choir',
    title: 'Wendle sings',
    summary: 'Open rehearsal for the carol evening. Come as you are.',
    image: 'choir',
    imageAlt: 'Seven people singing',
    place: 'The chapel',
    startsAt: new Date('2026-11-25T19:00:00Z'),
    endsAt: new Date('2026-11-25T20:30:00Z'),
    from: gbp(0),
  },
  entry,
  {
    ...entry,
    href: '/entries/market-morning',
    title: 'Market morning',
    summary: 'All stalls on the square, whatever the weather.',
    image: 'market-square',
    imageAlt: 'Stalls with striped awnings on a square',
    place: 'Market Square',
    startsAt: new Date('2026-11-28T08:00:00Z'),
    endsAt: new Date('2026-11-28T14:00:00Z'),
    from: undefined,
  },
  {
    ...entry,
    href: '/entries/long-table',
    title: 'The long table',
    summary: 'Supper for sixty under the orchard lights. Three courses, one soup, no hurry.',
    image: 'supper',
    imageAlt: 'People at a long table under lights',
    place: 'The orchard at Windle Field',
    startsAt: new Date('2026-12-05T18:30:00Z'),
    endsAt: new Date('2026-12-05T22:00:00Z'),
    from: gbp(2800),
  },
]

export const sampleEntry = {
  ...entry,
  description:
    'We start at ten with coffee and end at two with lunch. In between you mix, fold, shape and bake a wheat dough and a rye, and learn why they want different things.\n\nBring an apron. There is room for ten.',
  calendar: { slug: 'workshops', title: 'Workshops' },
  ticketTypes: [
    { id: 't1', title: 'Full place', price: gbp(4500), left: 3 },
    {
      id: 't4',
      title: 'Pay what you can',
      price: gbp(4500),
      choice: { floor: gbp(1000), chips: [gbp(1000), gbp(4500), gbp(5700)] },
      left: 2,
    },
    { id: 't2', title: 'Members and under 18', price: gbp(3500), left: 8 },
    { id: 't3', title: 'Early bird', price: gbp(3000), left: 0 },
  ],
}

/** November 2026 from Monday 26 October on; today is the 22nd. */
export const sampleMonth = {
  month: '2026-11',
  previous: '2026-10',
  next: '2026-12',
  weeks: Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => {
      const date = new Date(Date.UTC(2026, 9, 26 + 7 * week + day)).toISOString().slice(0, 10)
      return {
        date,
        number: Number(date.slice(8)),
        inMonth: date.startsWith('2026-11'),
        isToday: date === '2026-11-22',
        entries: sampleEntries.filter(({ startsAt }) => startsAt.toISOString().startsWith(date)),
      }
    }),
  ),
}

export const sampleCalendar = {
  slug: 'workshops',
  title: 'Workshops',
  description: 'Learn it from the people who do it every day.',
  timeZone: 'Europe/London',
  href: 'https://events.rose-ash.example/calendars/workshops',
  host: { title: 'Hearth & Rye', href: 'https://blog.rose-ash.example/hearth-and-rye' },
}

export const sampleTicket = {
  id: '0199d0a0-0000-7000-8000-000000000401',
  entryTitle: 'Bread-making with Rosa',
  typeTitle: 'Full place',
  place: 'The bakery on the square',
  startsAt: entry.startsAt,
  endsAt: entry.endsAt,
  timeZone: 'Europe/London',
  state: 'valid',
  code: 'RA-7F3K-29QM-X4TD',
}
