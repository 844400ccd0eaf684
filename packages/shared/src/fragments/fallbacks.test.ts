import { expect, it } from 'vitest'
import { catalogue, type FragmentType, isFragmentType } from './catalogue.ts'
import { fragment } from './fragment-ref.ts'
import { fakeStack } from './testing/fake-stack.ts'
import type { Viewer } from './viewer.ts'

const sorry = (what: string): string => `<p>${what} Please look again in a minute.</p>`
const noMarket = sorry('The market is not here just now.')
const noCalendar = sorry('The calendar is not here just now.')

/** What visitors see in the place of each fragment while its app is down. */
const shown: Record<FragmentType, string> = {
  'blog/nav-tree': '<ul><li><a href="https://blog.test/">Home</a></li></ul>',
  'blog/post-cards': sorry('The latest posts are not here just now.'),
  'market/product-cards': noMarket,
  'market/product-card': sorry('A product belongs here.'),
  'market/goes-with': '',
  'market/market-shelf': noMarket,
  'market/container-cards': noMarket,
  'cart/cart-mini': '<a class="bar-button" href="https://cart.test/">Basket</a>',
  'cart/order-summary': sorry('Your order is safe, but we cannot show it just now.'),
  'cart/balance': '',
  'cart/give': '',
  'events/container-cards': noCalendar,
  'events/entry-card': sorry('Something that is on belongs here.'),
  'events/calendar-month': noCalendar,
  'events/upcoming': sorry('What is on is not here just now.'),
  'federation/comments': sorry('The conversation is not here just now.'),
  'account/account-menu': '<a class="bar-button" href="https://account.test/">Account</a>',
}
const viewers: Viewer[] = [
  { kind: 'anonymous' },
  { kind: 'visitor', visitorId: 'guest' },
  { kind: 'member', personId: 'ada' },
]

it('every fragment there is has something to stand in for it, to every viewer', async () => {
  const types = Object.keys(catalogue).filter(isFragmentType)
  const refs = types.map((type) => fragment(type))

  for (const viewer of viewers) {
    // Its own, as an app that has failed once is not asked again.
    const { apps, client } = fakeStack()
    apps.answer = () => Promise.reject(new Error('ECONNREFUSED'))
    const parts = await client.get(refs, viewer)

    const told = types.map((type, index) => [type, parts[index]?.body.toString()])
    expect(Object.fromEntries(told)).toEqual(shown)
    expect(parts.map(({ fallback }) => fallback?.type)).toEqual(types)
  }
})
