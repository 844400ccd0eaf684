import { type AppName, appNames } from '../config/index.ts'
import type { Audience } from './viewer.ts'

/** What everybody knows of a type of fragment without asking its owner. */
export interface FragmentKind {
  audience: Audience
  /** So long it is shown without a question. */
  freshMs: number
  /** So much longer it is shown while it is made anew in the background. */
  staleMs: number
  /** So long a page waits for it when there is no copy at all. */
  budgetMs: number
  /**
   * Shown when there is no copy and none can be had in time, as no page fails for a fragment.
   *
   * @param origin of the app that makes it.
   */
  fallback: (origin: string) => string
}

export interface NamedKind extends FragmentKind {
  app: AppName
  name: string
}

const second = 1_000
const minute = 60 * second

const frame = { staleMs: 10 * minute, budgetMs: 500 }
const widget = {
  audience: 'nobody',
  freshMs: 15 * second,
  staleMs: 5 * minute,
  budgetMs: 500,
} as const

/** Every fragment there is, named `<app that makes it>/<name>`. */
export const catalogue = {
  'blog/nav-tree': {
    ...frame,
    audience: 'nobody',
    freshMs: minute,
    fallback: (blog) => `<ul><li><a href="${blog}/">Home</a></li></ul>`,
  },
  'blog/post-cards': { ...widget, fallback: sorry('The latest posts are not here just now.') },
  'market/product-cards': { ...widget, fallback: sorry('The market is not here just now.') },
  'market/product-card': { ...widget, fallback: sorry('A product belongs here.') },
  'market/goes-with': { ...widget, fallback: () => '' },
  'market/market-shelf': { ...widget, fallback: sorry('The market is not here just now.') },
  'market/container-cards': { ...widget, fallback: sorry('The market is not here just now.') },
  'cart/cart-mini': {
    ...frame,
    audience: 'holders',
    freshMs: 10 * second,
    staleMs: minute,
    fallback: (cart) => `<a class="bar-button" href="${cart}/">Basket</a>`,
  },
  'cart/order-summary': {
    audience: 'holders',
    freshMs: 5 * second,
    staleMs: minute,
    budgetMs: 500,
    fallback: sorry('Your order is safe, but we cannot show it just now.'),
  },
  'cart/balance': {
    audience: 'members',
    freshMs: 5 * second,
    staleMs: minute,
    budgetMs: 500,
    fallback: () => '',
  },
  'cart/give': { ...widget, fallback: () => '' },
  'events/container-cards': { ...widget, fallback: sorry('The calendar is not here just now.') },
  'events/entry-card': { ...widget, fallback: sorry('Something that is on belongs here.') },
  'events/calendar-month': { ...widget, fallback: sorry('The calendar is not here just now.') },
  'events/upcoming': { ...widget, fallback: sorry('What is on is not here just now.') },
  'federation/comments': {
    ...widget,
    audience: 'members',
    fallback: sorry('The conversation is not here just now.'),
  },
  'account/account-menu': {
    ...frame,
    audience: 'members',
    freshMs: minute,
    fallback: (account) => `<a class="bar-button" href="${account}/">Account</a>`,
  },
} as const satisfies Record<`${AppName}/${string}`, FragmentKind>

export type FragmentType = keyof typeof catalogue

/** The name of a fragment without its app. */
export type FragmentName = FragmentType extends `${string}/${infer Name}` ? Name : never

export function isFragmentType(type: string): type is FragmentType {
  return kinds.has(type)
}

/** @throws {TypeError} when there is no such fragment. */
export function kindOf(type: FragmentType): NamedKind {
  const kind = kinds.get(type)
  if (!kind) throw new TypeError(`there is no fragment ${type}`)
  return kind
}

function sorry(what: string): () => string {
  return () => `<p>${what} Please look again in a minute.</p>`
}

const kinds = new Map(
  Object.entries<FragmentKind>(catalogue).map(([type, kind]): [string, NamedKind] => {
    const app = appNames.find((app) => type.startsWith(`${app}/`))
    if (!app) throw new Error(`no app makes ${type}`)
    return [type, { ...kind, app, name: type.slice(app.length + 1) }]
  }),
)
