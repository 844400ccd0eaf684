import { describe, expect, it } from 'vitest'
import { letterHtml } from './letter-html.ts'

const post = { origin: 'https://blog.example', href: 'https://blog.example/rye' }
const letter = (html: string) => letterHtml(html, post)
const style = 'max-width:100%;height:auto;border-radius:8px'

describe('a post by mail', () => {
  it('keeps its words as they are', () => {
    const html = '<h2 id="a">Salt &amp; rye</h2>\n<ul><li>One <em>two</em></li></ul>'

    expect(letter(html)).toBe(html)
  })

  it('has its pictures in one size that fits, with their words and whole addresses', () => {
    const html =
      '<figure><picture><source type="image/avif" srcset="/media/x/640.avif 640w"><img src="/media/x/1200.jpg" srcset="/media/x/640.jpg 640w" width="1200" height="800" alt="A “loaf”" loading="lazy" class="kg-image"></picture><figcaption>Rye</figcaption></figure>'

    expect(letter(html)).toBe(
      `<figure><img src="https://blog.example/media/x/1200.jpg" alt="A “loaf”" width="502" style="${style}"><figcaption>Rye</figcaption></figure>`,
    )
    expect(letter('<img src="https://e.example/a.png" width="80">')).toBe(
      `<img src="https://e.example/a.png" alt="" width="80" style="${style}">`,
    )
  })

  it('leads to the page for what only a page can play, and opens toggles', () => {
    const way = '<p><a href="https://blog.example/rye">See this on our page</a></p>'

    expect(letter('<iframe src="https://video.example/1"></iframe>')).toBe(way)
    expect(letter('<audio controls><source src="/media/a.mp3"></audio>')).toBe(way)
    expect(letter('<details class="t"><summary>How?</summary><p>So.</p></details>')).toBe(
      '<div><p><strong>How?</strong></p><p>So.</p></div>',
    )
  })

  it('has no script or style of an administrator’s own HTML', () => {
    expect(letter('<p>a</p><script>if (1 < 2) run()</script><style>p{}</style><p>b</p>')).toBe(
      '<p>a</p><p>b</p>',
    )
  })

  it('names our addresses whole and leaves others alone', () => {
    expect(letter('<a href="/tags/bread">x</a><a href="//e.example">y</a><a href="#n">z</a>')).toBe(
      '<a href="https://blog.example/tags/bread">x</a><a href="//e.example">y</a><a href="#n">z</a>',
    )
  })
})
