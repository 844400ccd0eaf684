import { fileURLToPath } from 'node:url'
import { missing, sampleRender } from '@rose-ash/shared/views/testing'
import { describe, expect, it } from 'vitest'
import { posts, sampleContainer, sampleNav, samplePost } from './samples.ts'

const render = sampleRender(fileURLToPath(new URL('.', import.meta.url)))

describe('the templates of the blog', () => {
  it('show the newest story large, the rest below, and what the neighbours have', () => {
    const html = render('home.njk', { lead: posts[0], posts: posts.slice(1) })

    expect(html).not.toMatch(missing)
    expect(html).toContain('<a class="teaser-link" href="/the-oven-is-back">')
    expect(html.match(/<article/g)).toHaveLength(posts.length)
    expect(html).toContain('[events/upcoming]')
    expect(html).toContain('[market/product-cards]')
  })

  it('say so before anything is written', () => {
    const html = render('home.njk', { lead: undefined, posts: [] })

    expect(html).toContain('Nothing has been written yet')
  })

  it('show a post with its text as it is', () => {
    const html = render('posts/published.njk', {
      post: samplePost,
      jsonLd: { '@type': 'BlogPosting' },
    })

    expect(html).not.toMatch(missing)
    expect(html).toContain('<h1 class="text-4xl">The oven is back, and so is the rye</h1>')
    expect(html).toContain('<time datetime="2026-11-19T07:30:00Z">19 November 2026</time>')
    expect(html).toContain('{"@type":"BlogPosting"}')
    expect(html).toContain('<blockquote><p>I had never seen')
    expect(html).toContain('[blog/post-cards 0199d0a0-0000-7000-8000-000000000001]')
  })

  it('show a page with who stands behind it, its market and its calendar', () => {
    const html = render('posts/published.njk', { post: sampleContainer })

    expect(html).not.toMatch(missing)
    expect(html).toContain('Hearth &amp; Rye')
    expect(html).toContain('Rosa Whitlock')
    expect(html).toContain(`[market/container-cards ${sampleContainer.id}]`)
    expect(html).toContain(`[events/container-cards ${sampleContainer.id}]`)
    expect(html).toContain(`[cart/give ${sampleContainer.id}]`)
  })

  it('show a page about which little is known', () => {
    const profile = {
      personName: null,
      personRole: null,
      personImage: null,
      placeName: null,
      placeAddress: null,
    }
    const html = render('posts/published.njk', {
      post: { ...sampleContainer, profile, image: null },
    })

    expect(html).not.toMatch(missing)
    expect(html).toContain('/assets/illustrations/ash-leaf.')
  })

  it('show the navigation two levels deep', () => {
    const html = render('fragments/nav-tree.njk', { items: sampleNav })

    expect(html).not.toMatch(missing)
    expect(html.match(/<a /g)).toHaveLength(7)
    expect(html).toContain('<summary aria-label="More below Producers">')
  })

  it('show posts on pages of other apps with absolute addresses', () => {
    const html = render('fragments/post-cards.njk', { posts, origin: 'https://blog.example' })

    expect(html).not.toMatch(missing)
    expect(html).toContain('href="https://blog.example/leeks-after-frost"')
  })
})
