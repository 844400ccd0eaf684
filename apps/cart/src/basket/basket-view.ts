import type { AppName } from '@rose-ash/shared/config'
import type { Offer } from '@rose-ash/shared/contracts/offers'
import { add, money, type Money, times } from '@rose-ash/shared/money'
import { bounds } from './quantity-bounds.ts'
import type { Basket, BasketLine } from './queries.ts'

export interface LineView {
  id: string
  title: string
  detail: string
  image: string | null
  href: string
  unitPrice: Money
  /** What it costs otherwise, when it costs less now. */
  usualPrice: Money | undefined
  quantity: number
  total: Money
  min: number
  max: number
  problem: string | undefined
}

export interface GroupView {
  title: string
  href: string
  lines: LineView[]
}

export interface BasketView {
  groups: GroupView[]
  total: Money | undefined
  /** How many lines vanished because what they named is not sold any more. */
  vanished: number
  /** Whether it can be ordered as it is. */
  orderable: boolean
}

type Origins = Record<AppName, string>

/** The basket as its page shows it: grouped by the page that sells, each line with what is wrong. */
export function basketView({ lines, vanished }: Basket, origins: Origins): BasketView {
  const byPage = Map.groupBy(lines, ({ offer }) => offer.page.id)
  const groups = [...byPage.values()].map((own) => {
    const [{ offer }] = own as [BasketLine]
    const { title, slug } = offer.page
    return {
      title,
      href: `${origins.blog}/${slug}`,
      lines: own.map((line) => lineView(line, origins)),
    }
  })
  const views = groups.flatMap((group) => group.lines)
  const [first, ...rest] = views.map(({ total }) => total)
  return {
    groups,
    total: first && add(first, ...rest),
    vanished,
    orderable: views.length > 0 && views.every(({ problem }) => !problem),
  }
}

function lineView({ id, quantity, offer }: BasketLine, origins: Origins): LineView {
  const { title, detail, image, kind, path, unitMinor, usualMinor, currency, left } = offer
  const unitPrice = money(unitMinor, currency)
  const { min, max } = bounds(offer)
  return {
    id,
    title,
    detail,
    image,
    unitPrice,
    usualPrice: usualMinor === null ? undefined : money(usualMinor, currency),
    quantity,
    href: origins[kind === 'product' ? 'market' : 'events'] + path,
    total: times(unitPrice, quantity),
    min,
    max: Math.min(left ?? max, max),
    problem: problemOf(offer, quantity),
  }
}

function problemOf(offer: Offer, quantity: number): string | undefined {
  const { onSale, opensAt, left } = offer
  if (!onSale) {
    return opensAt
      ? 'Its market takes no orders just now. Take it out to go on.'
      : 'This is not on sale any more. Take it out to go on.'
  }
  const { min, max } = bounds(offer)
  if (quantity < min) return `An order takes ${min} at least. Choose ${min} or more to go on.`
  if (quantity > max) return `An order takes ${max} at most. Choose ${max} or fewer to go on.`
  if (left === null || left >= quantity) return undefined
  return left === 0
    ? 'The last of it went while you were looking. Take it out to go on.'
    : `Only ${left} left. Choose ${left} or fewer to go on.`
}
