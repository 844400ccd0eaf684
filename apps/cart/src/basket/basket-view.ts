import type { AppName } from '@rose-ash/shared/config'
import type { Offer } from '@rose-ash/shared/contracts/offers'
import { add, money, type Money, times } from '@rose-ash/shared/money'
import type { Basket, BasketLine } from './queries.ts'

export interface LineView {
  id: string
  title: string
  detail: string
  image: string | null
  href: string
  unitPrice: Money
  quantity: number
  total: Money
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
  const { title, detail, image, kind, path, unitMinor, currency, left } = offer
  const unitPrice = money(unitMinor, currency)
  return {
    id,
    title,
    detail,
    image,
    unitPrice,
    quantity,
    href: origins[kind === 'product' ? 'market' : 'events'] + path,
    total: times(unitPrice, quantity),
    max: Math.min(left ?? 99, 99),
    problem: problemOf(offer, quantity),
  }
}

function problemOf({ onSale, left }: Offer, quantity: number): string | undefined {
  if (!onSale) return 'This is not on sale any more. Take it out to go on.'
  if (left === null || left >= quantity) return undefined
  return left === 0
    ? 'The last of it went while you were looking. Take it out to go on.'
    : `Only ${left} left. Choose ${left} or fewer to go on.`
}
