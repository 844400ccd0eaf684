import type { AppName } from '@rose-ash/shared/config'
import { money, type Money, times } from '@rose-ash/shared/money'
import { giftAmounts } from '../gifts/ask-for-gifts.ts'
import type { VoucherTerms } from '../vouchers/voucher-terms.ts'
import { type BasketLine, type Basket, unitOf } from './queries.ts'
import { type PriceView, priceView } from './price-view.ts'
import { problemOf } from './problem-of.ts'
import { bounds } from './quantity-bounds.ts'

export interface LineView {
  id: string
  kind: BasketLine['offer']['kind']
  title: string
  detail: string
  image: string | null
  href: string
  unitPrice: Money
  /** What it costs otherwise, when it costs less now. */
  usualPrice: Money | undefined
  /** What it cost when it was put in, when it costs something else now. */
  seenPrice: Money | undefined
  /** Where the buyer chooses the price: the least, and what is suggested. */
  choice: { floor: Money; suggested: Money } | undefined
  quantity: number
  total: Money
  note: string
  min: number
  max: number
  problem: string | undefined
}

export interface GroupView {
  title: string
  href: string
  /** The page that asks for a gift, when there is none to it in the basket yet. */
  gift: { pageId: string; amounts: Money[] } | undefined
  lines: LineView[]
}

/** What is ordered of one merchant: one order, one payment. */
export interface MerchantView {
  id: string
  /** The merchant's own name; undefined for the cooperative. */
  name: string | undefined
  groups: GroupView[]
  price: PriceView
  /** Whether it can be ordered as it is. */
  orderable: boolean
}

export interface BasketView {
  merchants: MerchantView[]
  saved: LineView[]
}

type Origins = Record<AppName, string>

/** What a basket is shown with. */
interface Shown {
  origins: Origins
  vouchers: VoucherTerms[]
}

/** The basket as its page shows it: by merchant, then by page, each line with what is wrong. */
export function basketView({ lines }: Pick<Basket, 'lines'>, shown: Shown): BasketView {
  const ordered = lines.filter(({ saved }) => !saved)
  const byMerchant = Map.groupBy(ordered, ({ merchant }) => merchant.id)
  return {
    merchants: [...byMerchant.values()].map((own) =>
      merchantView(own as [BasketLine, ...BasketLine[]], shown),
    ),
    saved: lines.filter(({ saved }) => saved).map((line) => lineView(line, shown.origins)),
  }
}

function merchantView(
  lines: [BasketLine, ...BasketLine[]],
  { origins, vouchers }: Shown,
): MerchantView {
  const [{ merchant }] = lines
  const byPage = Map.groupBy(lines, ({ offer }) => offer.page.id)
  const groups = [...byPage.values()].map((own) => {
    const [{ offer, asksForGifts }] = own as [BasketLine]
    const { id: pageId, title, slug } = offer.page
    const given = own.some(({ offer: { kind } }) => kind === 'donation')
    const asks = asksForGifts && !given
    const views = own.map((line) => lineView(line, origins))
    const gift = asks ? { pageId, amounts: giftAmounts(offer.currency) } : undefined
    return { title, href: `${origins.blog}/${slug}`, gift, lines: views }
  })
  return {
    id: merchant.id,
    name: merchant.name ?? undefined,
    groups,
    price: priceView(lines, vouchers),
    orderable: lines.every(({ offer, quantity }) => !problemOf(offer, quantity)),
  }
}

function lineView(line: BasketLine, origins: Origins): LineView {
  const { id, quantity, offer, seenMinor, note } = line
  const { title, detail, image, kind, path, usualMinor, floorMinor, currency, left } = offer
  const unitPrice = money(unitOf(line), currency)
  const { min, max } = bounds(offer)
  const optional = (amount: number | null) =>
    amount === null ? undefined : money(amount, currency)
  const app = { product: 'market', ticket: 'events', booking: 'events', donation: 'blog' } as const
  return {
    id,
    kind,
    title,
    detail,
    image,
    note,
    unitPrice,
    usualPrice: optional(usualMinor),
    seenPrice: optional(seenMinor === offer.unitMinor ? null : seenMinor),
    choice:
      floorMinor === null
        ? undefined
        : { floor: money(floorMinor, currency), suggested: money(offer.unitMinor, currency) },
    quantity,
    href: origins[app[kind]] + path,
    total: times(unitPrice, quantity),
    min,
    max: Math.min(left ?? max, max),
    problem: problemOf(offer, quantity),
  }
}
