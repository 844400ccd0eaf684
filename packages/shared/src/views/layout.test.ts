import { describe, expect, it } from 'vitest'
import { missing, sampleRender } from './testing.ts'

const render = sampleRender()

describe('the frame of every page', () => {
  it('carries the fragments of its neighbours and plain links for when they are missing', () => {
    const html = render('shared/errors/not-found.njk', { page: { title: 'Not found' } })

    expect(html).not.toMatch(missing)
    expect(html).toContain('<title>Not found · Rose Ash</title>')
    expect(html).toContain('<div class="slot">[blog/nav-tree]</div>')
    expect(html).toContain('<div class="slot">[account/account-menu]</div>')
    expect(html).toContain('<div class="slot" id="cart-mini">[cart/cart-mini]</div>')
    expect(html.match(/stand-in/g)).toHaveLength(3)
    expect(html).toContain('href="mailto:hello@rose-ash.example"')
  })

  it.each([
    ['market', 'https://market.rose-ash.example/search'],
    ['events', 'https://blog.rose-ash.example/search'],
  ])(
    'leads from %s to the search of what it shows, from the bar, the sheet and a path that leads nowhere',
    (app, href) => {
      const html = render('shared/errors/not-found.njk', { page: { title: 'Here', app } })

      const links = html.match(/<a [^>]*aria-label="Search"/g) ?? []
      expect(links).toHaveLength(2)
      expect(links.every((link) => link.includes(`href="${href}"`))).toBe(true)
      expect(html).toContain(`role="search" action="${href}"`)
    },
  )

  it('runs no script without the nonce of the response', () => {
    const html = render('shared/errors/not-found.njk', { nonce: 'n0nce' })

    const scripts = html.match(/<script[^>]*>/g) ?? []
    expect(scripts).toHaveLength(2)
    expect(scripts.every((script) => script.includes('nonce="n0nce"'))).toBe(true)
    expect(html).not.toMatch(/ on\w+="| style="/)
  })

  it('tells search engines about a page when the page says so', () => {
    const canonical = 'https://blog.rose-ash.example/here'
    const html = render('shared/errors/not-found.njk', {
      page: { title: 'Here', description: 'What & why', canonical },
    })

    expect(html).toContain('<meta name="description" content="What &amp; why">')
    expect(html).toContain(`<link rel="canonical" href="${canonical}">`)
  })
})

describe('pages for errors', () => {
  it('give the number of the request when something broke', () => {
    expect(render('shared/errors/error.njk', { requestId: 'req-1' })).toContain(
      '<code>req-1</code>',
    )
  })

  it.each([
    [401, 'href="/auth/login"'],
    [403, 'Go to the home page'],
    [409, 'href="/desk/loaves">Go back</a>'],
    [429, 'Try again'],
    [503, 'Try again'],
  ])('say what to do after a %i', (status, todo) => {
    const html = render('shared/errors/refusal.njk', {
      page: { title: 'No' },
      status,
      message: 'It is not to be.',
      back: '/desk/loaves',
    })

    expect(html).not.toMatch(missing)
    expect(html).toContain('It is not to be.')
    expect(html).toContain(todo)
  })
})
