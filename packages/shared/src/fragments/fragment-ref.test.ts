import { assert, constantFrom, dictionary, oneof, property, record, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FragmentType } from './catalogue.ts'
import { fragment, keysFor, paramsOf } from './fragment-ref.ts'
import type { Viewer } from './viewer.ts'

describe('a reference', () => {
  it('is the same for the same parameters, in whatever order', () => {
    const one = fragment('market/container-cards', { page: '1', sort: 'a&b=c' })
    const two = fragment('market/container-cards', { sort: 'a&b=c', page: '1' })

    expect(one).toEqual({ type: 'market/container-cards', query: 'page=1&sort=a%26b%3Dc' })
    expect(two).toEqual(one)
    expect(paramsOf(one.query)).toEqual({ page: '1', sort: 'a&b=c' })
  })

  it('is refused for a fragment that does not exist and a parameter that is no text', () => {
    const unknown: FragmentType = JSON.parse('"market/container-nav"')
    const notText: Record<string, string> = JSON.parse('{"page":1}')

    expect(() => fragment(unknown)).toThrow('there is no fragment market/container-nav')
    expect(() => fragment('events/upcoming', notText)).toThrow('page of the fragment')
  })
})

describe('a key in the cache', () => {
  it('names the viewer only where the fragment differs by viewer', () => {
    const member: Viewer = { kind: 'member', personId: 'p', visitorId: 'v' }
    const visitor: Viewer = { kind: 'visitor', visitorId: 'v' }
    const keys = (type: FragmentType) => [member, visitor].map((v) => keysFor(v)(fragment(type)))

    expect(keys('blog/nav-tree')).toEqual(['blog/nav-tree?|anonymous', 'blog/nav-tree?|anonymous'])
    expect(keys('cart/cart-mini')).toEqual([
      'cart/cart-mini?|member:p',
      'cart/cart-mini?|visitor:v',
    ])
    expect(keys('account/account-menu')).toEqual([
      'account/account-menu?|member:p',
      'account/account-menu?|anonymous',
    ])
  })

  it('differs for other parameters and other viewers, whatever they contain', () => {
    const tricky = string({ unit: constantFrom('|', ':', '=', '&', '?', '%', '/', 'a') })
    const texts = oneof(string(), tricky)
    const wanted = record({ params: dictionary(texts, texts), personId: texts })

    assert(
      property(wanted, wanted, (one, two) => {
        const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(two))
        expect(keyOf(one) === keyOf(two)).toBe(same)
      }),
    )
  })
})

interface WantedOrder {
  params: Record<string, string>
  personId: string
}

function keyOf({ params, personId }: WantedOrder): string {
  return keysFor({ kind: 'member', personId })(fragment('cart/order-summary', params))
}

function sorted({ params, personId }: WantedOrder): unknown[] {
  const names = Object.keys(params).toSorted()
  return [personId, names.map((name) => [name, params[name]])]
}
