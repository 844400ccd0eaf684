import { fileURLToPath } from 'node:url'
import { missing, sampleRender } from '@rose-ash/shared/views/testing'
import { describe, expect, it } from 'vitest'

const render = sampleRender(fileURLToPath(new URL('.', import.meta.url)))
const person = { name: 'Ada Marsh', email: 'ada@example.org' }
const href = 'https://account.rose-ash.example/'

const ticket = {
  id: '0199d0a0-0000-7000-8000-000000000401',
  entryTitle: 'Bread-making with Rosa',
  typeTitle: 'Full place',
  place: 'The bakery on the square',
  startsAt: new Date('2026-11-28T10:00:00Z'),
  endsAt: new Date('2026-11-28T14:00:00Z'),
  timeZone: 'Europe/London',
  state: 'valid',
  code: 'RA-7F3K-29QM-X4TD',
  qr: '<svg>qr</svg>',
}

describe('the templates of the account', () => {
  it('show what is next with its code, then the orders', () => {
    const html = render('dashboard.njk', { person, tickets: [ticket] })

    expect(html).not.toMatch(missing)
    expect(html).toContain('Hello, Ada Marsh')
    expect(html.indexOf('<svg>qr</svg>')).toBeLessThan(html.indexOf('[cart/order-summary]'))
    expect(html).toContain('<form method="post" action="/auth/logout">')
  })

  it('show somebody without a name and without dates', () => {
    const html = render('dashboard.njk', { person: { ...person, name: null }, tickets: [] })

    expect(html).not.toMatch(missing)
    expect(html).toContain('>Hello</h1>')
    expect(html).toContain('No dates ahead.')
  })

  it('show the name to change', () => {
    const html = render('profile.njk', { person, saved: true })

    expect(html).not.toMatch(missing)
    expect(html).toContain('name="name" type="text" value="Ada Marsh"')
    expect(html).toContain('<p>Saved.</p>')
  })

  it('show a member their menu, and anybody else the way to sign in', () => {
    const member = render('fragments/account-menu.njk', { person, href })
    const author = { ...person, roles: ['author'] }
    const writer = render('fragments/account-menu.njk', { person: author, href })
    const stranger = render('fragments/account-menu.njk', { person: null, href })

    expect(member + stranger).not.toMatch(missing)
    expect(member).toContain(`<a href="${href}">`)
    expect(member).toContain('<form method="post" action="/auth/logout">')
    expect(stranger).toContain('href="/auth/login"')
    expect([member, writer].map((html) => html.includes('/posts"'))).toEqual([false, true])
    const seller = render('fragments/account-menu.njk', { person, href, sells: true })
    expect([member, seller].map((html) => html.includes('/desk"'))).toEqual([false, true])
  })
})
