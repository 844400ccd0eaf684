import fc from 'fast-check'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { aCard, aDocument, aHeading, aLink, aParagraph } from '../testing/documents.ts'
import { readHtml, renderDocument } from './render-document.ts'

const { JSDOM } = createRequire(import.meta.url)('jsdom') as {
  JSDOM: new (html: string) => { window: Window }
}
const alert = '<script>alert(1)</script>'

describe('a document', () => {
  it('becomes clean HTML and plain text', async () => {
    const rendered = await renderDocument(
      aDocument(aHeading('Bread & butter'), aParagraph('Two <b> words'), aParagraph('and more')),
    )

    expect(rendered).toEqual({
      html: '<h2 id="bread-butter">Bread &amp; butter</h2><p>Two &lt;b&gt; words</p><p>and more</p>',
      plaintext: 'Bread & butter\n\nTwo <b> words\n\nand more',
    })
  })

  it('shows a toggle that opens without a script, and colours code', async () => {
    const { html } = await renderDocument(
      aDocument(
        aCard('toggle', { heading: 'How long?', content: '<p>A night.</p>' }),
        aCard('codeblock', { code: 'const a = 1', language: 'javascript', caption: '' }),
      ),
    )

    expect(html).toBe(
      '<details class="kg-card kg-toggle-card"><summary>How long?</summary>' +
        '<div class="kg-toggle-content"><p>A night.</p></div></details>' +
        '<pre><code class="language-javascript hljs"><span class="hljs-keyword">const</span> a = ' +
        '<span class="hljs-number">1</span></code></pre>',
    )
  })

  it('says where the wall of a post for members stands', async () => {
    const { html } = await renderDocument(
      aDocument(aParagraph('For all.'), aCard('paywall', {}), aParagraph('For members.')),
    )

    expect(html).toBe('<p>For all.</p><div class="kg-paywall"></div><p>For members.</p>')
  })

  it('leads from a footnote back to where it is named', async () => {
    const notes =
      '<section data-rose-ash="footnotes"><ol><li id="footnote-a1">A note.</li></ol></section>'
    const { html, plaintext } = await renderDocument(
      aDocument(aLink('1', '#footnote-a1'), aCard('html', { html: notes })),
    )

    expect(html).toContain('<a href="#footnote-a1" id="footnote-ref-a1">1</a>')
    expect(html).toContain('A note.<a href="#footnote-ref-a1" title="Back to the text"> ↩</a></li>')
    expect(plaintext).toBe('1\n\nA note.')
  })

  it('keeps the players it knows, without cookies, and no others', async () => {
    const embed = (src: string) =>
      aCard('embed', { url: src, embedType: 'video', html: `<iframe src="${src}"></iframe>` })
    const { html } = await renderDocument(
      aDocument(embed('https://www.youtube.com/embed/abc'), embed('https://evil.example/x')),
    )

    expect(html).toContain('src="https://www.youtube-nocookie.com/embed/abc"')
    expect(html).not.toContain('evil.example')
  })

  it('keeps an HTML card only as far as it is harmless, unless it is trusted word for word', async () => {
    const card = aCard('html', { html: `${alert}<b onclick="x()">hi</b>` })

    const [clean, trusted] = await Promise.all([
      renderDocument(aDocument(card)),
      renderDocument(aDocument(card), { trusted: [String(card.html)] }),
    ])

    expect(clean.html.trim()).toBe('<b>hi</b>')
    expect(trusted.html.trim()).toBe(`<!--kg-trusted-->${String(card.html)}<!--/kg-trusted-->`)
  })

  it('with a block of an unknown kind is refused by name, and the next one is rendered', async () => {
    const wild = renderDocument(aDocument(aCard('hologram', {})))
    const next = renderDocument(aDocument(aParagraph('still here')))

    await expect(wild).rejects.toThrow('a kind that nobody knows here (hologram)')
    expect((await next).plaintext).toBe('still here')
  })

  it('with a card that Ghost cannot render is refused, and the next one is rendered', async () => {
    const broken = renderDocument(aDocument(aCard('gallery', { images: 7 })))
    await expect(broken).rejects.toThrow('This text cannot be made into a page')

    const { plaintext } = await renderDocument(aDocument(aParagraph('still here')))
    expect(plaintext).toBe('still here')
  })

  it('of 100,000 words is rendered whole', async () => {
    const paragraph = aParagraph('bread '.repeat(100).trim())
    const { plaintext } = await renderDocument(
      aDocument(...Array.from({ length: 1_000 }, () => paragraph)),
    )

    expect(plaintext.split(/\s+/)).toHaveLength(100_000)
  })

  it('lets no script, style, handler or strange address through, whatever is written where', async () => {
    const hostile = fc.constantFrom(
      alert,
      '<img src=x onerror=alert(1)>',
      '"><svg onload=alert(1)>',
      'javascript:alert(1)',
      '&#106;avascript:alert(1)',
      'data:text/html,<script>alert(1)</script>',
      '<style>body{display:none}</style>',
      '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
      '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
      '</textarea><script>alert(1)</script>',
      '<a href="java\nscript:alert(1)">x</a>',
      '<form action=/sign-out><button>x</button></form>',
      '<!--><img src=x onerror=alert(1)>-->',
    )
    const text = fc.oneof(
      hostile,
      fc.tuple(hostile, hostile).map(([a, b]) => a + b),
    )
    const node = fc.oneof(
      text.map(aParagraph),
      text.map((url) => aLink('link', url)),
      fc
        .record({ src: text, alt: text, caption: text, href: text, title: text })
        .map((values) =>
          aCard('image', { ...values, width: 10, height: 10, cardWidth: 'regular' }),
        ),
      text.map((html) => aCard('html', { html })),
      text.map((markdown) => aCard('markdown', { markdown })),
      fc.record({ html: text, caption: text, url: text }).map((values) => aCard('embed', values)),
      fc.record({ heading: text, content: text }).map((values) => aCard('toggle', values)),
      fc
        .record({ code: text, language: text, caption: text })
        .map((values) => aCard('codeblock', values)),
      fc
        .record({ buttonText: text, buttonUrl: text, alignment: text })
        .map((values) => aCard('button', values)),
      fc
        .record({ calloutText: text, calloutEmoji: text, backgroundColor: text })
        .map((values) => aCard('callout', values)),
      fc
        .record({ url: text, title: text, description: text, icon: text, thumbnail: text })
        .map(({ url, ...metadata }) => aCard('bookmark', { url, metadata, caption: '' })),
      fc
        .record({ src: text, fileTitle: text, fileCaption: text, fileName: text })
        .map((values) => aCard('file', { ...values, fileSize: 1 })),
    )

    let rendered = 0
    await fc.assert(
      fc.asyncProperty(fc.array(node, { minLength: 1, maxLength: 4 }), async (nodes) => {
        const { html } = await renderDocument(aDocument(...nodes)).catch(() => ({ html: '' }))
        if (html) rendered += 1
        expect(dangersIn(html)).toEqual([])
      }),
      { numRuns: 200 },
    )
    expect(rendered).toBeGreaterThan(150)
  })
})

describe('HTML', () => {
  it('is read as a document that renders as the same', async () => {
    const html =
      '<p>Flour &amp; <strong>water</strong></p><h2 id="then">Then</h2><ul><li>wait</li></ul>'

    expect((await renderDocument(await readHtml(html))).html).toBe(html)
  })

  it('of any kind is read, or refused, and the next is read', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('<', '>', '/', '&', '"', '=', ' ', 'a', 'b', 'p') }),
        async (html) => {
          const document = await readHtml(html)
          expect(document.root.type).toBe('root')
        },
      ),
      { numRuns: 50 },
    )
  })
})

const elements = 'script,style,object,embed,form,input,textarea,link,meta,base,math,template'
const addresses = new Set(['href', 'src', 'srcset', 'action', 'poster', 'data', 'xlink:href'])

/** What a browser would run or send. */
function dangersIn(html: string): string[] {
  const { document } = new JSDOM(html).window
  const found = [...document.body.querySelectorAll(elements)].map(({ tagName }) => tagName)
  for (const element of document.body.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      const scheme = /^[\s\0]*([a-z+.-]+):/i.exec(value.replaceAll(/[\t\n\r]/g, ''))?.[1]
      const strange = addresses.has(name) && scheme && !/^(https?|mailto|tel)$/i.test(scheme)
      if (/^on|^style$|^srcdoc$|^formaction$/.test(name) || strange) found.push(`${name}=${value}`)
    }
  }
  return found
}
