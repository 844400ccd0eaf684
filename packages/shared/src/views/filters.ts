import { LRUCache } from 'lru-cache'
import { safe, type SafeString } from './escape.ts'
import { type Money, minorDigits, toMajor } from '../money/index.ts'

/** A moment as our data has it: a `Date`, or the ISO 8601 text of one. */
type Moment = Date | string

type Filter = (...args: never[]) => unknown

/** The filters of all templates. Those about moments take an IANA zone, else the configured one. */
export function createFilters(options: {
  locale: string
  timeZone: string
}): Record<string, Filter> {
  const money = moneyFilter(options.locale)
  return { ...momentFilters(options), money, decimal, isoDate, jsonLd, plural }
}

/** `{{ price | decimal }}` → "4.40", for a field that is typed into. */
function decimal(amount: Money): string {
  return toMajor(amount).toFixed(minorDigits(amount.currency))
}

/** `{{ 1 | plural('loaf', 'loaves') }}` → "1 loaf". */
function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/**
 * For `<script type="application/ld+json">`. Everything that HTML could take for markup, and all that
 * is not ASCII, is written as `\u….`, which says the same in JSON.
 */
function jsonLd(data: object): SafeString {
  const json = JSON.stringify(data)
  return safe(telling.test(json) ? json.replaceAll(tellings, jsonEscape) : json)
}

const telling = /[<>&\u0080-\uffff]/
const tellings = /[<>&\u0080-\uffff]/g

function jsonEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** For `<time datetime>`: "2026-11-28T10:00:00Z". */
function isoDate(moment: Moment): string {
  return new Date(moment).toISOString().replace('.000Z', 'Z')
}

function moneyFilter(locale: string): (money: Money) => string {
  const formatFor = remember((currency) => {
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
    const unit = 10 ** minorDigits(currency)
    const known = new LRUCache<number, string>({ max: 2_000 })
    return (amount: number) => {
      const text = known.get(amount) ?? format.format(amount / unit)
      known.set(amount, text)
      return text
    }
  })
  return ({ amount, currency }) => formatFor(currency)(amount)
}

function momentFilters({ locale, timeZone }: { locale: string; timeZone: string }) {
  const partsOf = momentParts(locale)
  const day = (moment: Moment, zone = timeZone): string => {
    const part = partsOf(moment, zone)
    return `${part('weekday')} ${part('day')} ${part('month')}`
  }
  const time = (moment: Moment, zone = timeZone): string => {
    const part = partsOf(moment, zone)
    return `${part('hour')}:${part('minute')}`
  }
  return {
    /** "Saturday 28 November" */
    day,
    /** "10:00" */
    time,
    /** "Saturday 28 November, 10:00" */
    dateTime: (moment: Moment, zone = timeZone) => `${day(moment, zone)}, ${time(moment, zone)}`,
    /** "28 November 2026", for what may be long past. */
    date: (moment: Moment, zone = timeZone) => {
      const part = partsOf(moment, zone)
      return `${part('day')} ${part('month')} ${part('year')}`
    },
    /** "November 2026" */
    month: (moment: Moment, zone = timeZone) => {
      const part = partsOf(moment, zone)
      return `${part('month')} ${part('year')}`
    },
    /** `{ weekday: 'Sat', day: '28', month: 'Nov' }`, for a leaf of a calendar. */
    dayLeaf: (moment: Moment, zone = timeZone) => {
      const part = partsOf(moment, zone)
      const short = (name: 'month' | 'weekday') => part(name).slice(0, 3)
      return { weekday: short('weekday'), day: part('day'), month: short('month') }
    },
  }
}

/** Asks a moment for its `weekday`, `day`, `month`, `year`, `hour` or `minute`. */
type Part = (name: Intl.DateTimeFormatPartTypes) => string

function momentParts(locale: string): (moment: Moment, timeZone: string) => Part {
  const formatFor = remember(
    (timeZone) =>
      new Intl.DateTimeFormat(locale, {
        timeZone,
        weekday: 'long',
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }),
  )
  const partsOf = remember((timeZone) => {
    const known = new LRUCache<number, Intl.DateTimeFormatPart[]>({ max: 2_000 })
    return (at: number) => {
      const parts = known.get(at) ?? formatFor(timeZone).formatToParts(at)
      known.set(at, parts)
      return parts
    }
  })
  return (moment, timeZone) => {
    const parts = partsOf(timeZone)(new Date(moment).getTime())
    return (name) => parts.find(({ type }) => type === name)?.value ?? ''
  }
}

/** Formatters are dear to make: one per key is kept. */
function remember<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>()
  return (key) => {
    let one = made.get(key)
    if (!one) made.set(key, (one = make(key)))
    return one
  }
}
