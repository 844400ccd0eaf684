import type { HandedLine, HandedOver } from './handovers-of.ts'

/** How a paper writes its moments. */
export interface PaperPlace {
  locale: string
  timeZone: string
}

/** What goes out on one day at one point. */
export interface Picking {
  /** "Saturday 28 November 2026". */
  day: string
  /** The point, or how it is brought. */
  point: string
  totals: { title: string; detail: string; quantity: number; weighed: boolean }[]
  orders: HandedOver[]
}

/** How a paper writes days and times; making one is dear, so each paper has one. */
export function clockFor({ locale, timeZone }: PaperPlace) {
  const days = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone,
  })
  const leaves = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone,
  })
  const hours = new Intl.DateTimeFormat(locale, {
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone,
  })
  return {
    /** "Saturday 28 November 2026" */
    day: ({ startsAt }: HandedOver) => (startsAt ? dayIn(days, startsAt) : 'No day yet'),
    /** "Sat 28 Nov" */
    leaf: ({ startsAt }: HandedOver) => (startsAt ? leaves.format(startsAt) : ''),
    /** "10:00 to 12:00" */
    times: ({ startsAt, endsAt }: HandedOver) =>
      [startsAt, endsAt].flatMap((at) => (at ? hours.format(at) : [])).join(' to '),
  }
}

/** As our pages write it: without a comma, whatever the locale says. */
function dayIn(format: Intl.DateTimeFormat, at: Date): string {
  const parts = format.formatToParts(at).filter(({ type }) => type !== 'literal')
  return parts.map(({ value }) => value).join(' ')
}

export type Clock = ReturnType<typeof clockFor>

/** Handovers by day and point, in the order they come, each with what it needs altogether. */
export function pickingsOf(handovers: HandedOver[], clock: Clock): Picking[] {
  const groups = Map.groupBy(handovers, (one) => JSON.stringify([clock.day(one), one.title]))
  return [...groups.values()].map((own) => {
    const [first] = own
    return {
      day: first ? clock.day(first) : '',
      point: first?.title ?? '',
      totals: totalsOf(own.flatMap(({ lines }) => lines)),
      orders: own,
    }
  })
}

function totalsOf(lines: HandedLine[]): Picking['totals'] {
  const things = Map.groupBy(lines, ({ title, detail }) => JSON.stringify([title, detail]))
  const totals = [...things.values()].flatMap((own) => {
    const [first] = own
    if (!first) return []
    const quantity = own.reduce((sum, line) => sum + line.quantity, 0)
    return [{ title: first.title, detail: first.detail, quantity, weighed: first.weighed }]
  })
  return totals.toSorted((a, b) => wordsOf(a).localeCompare(wordsOf(b)))
}

const wordsOf = ({ title, detail }: { title: string; detail: string }) => `${title} ${detail}`
