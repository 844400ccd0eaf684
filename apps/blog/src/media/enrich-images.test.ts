import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { enrichImages } from './enrich-images.ts'
import { pictureOf } from '@rose-ash/shared/services/media/picture'
import type { MediaFile } from './queries.ts'

const folder = 'ab'.repeat(20)
const variants = [480, 900].flatMap((width) =>
  (['avif', 'webp', 'jpeg'] as const).map((format) => ({
    format,
    width,
    height: (width * 2) / 3,
    key: `${folder}/${width}.${format === 'jpeg' ? 'jpg' : format}`,
    bytes: 10,
  })),
)
const file: MediaFile = {
  id: '01a20000-0000-7000-8000-000000000000',
  kind: 'image',
  hash: folder + '0'.repeat(24),
  key: `${folder}/original.jpg`,
  name: 'leeks.jpg',
  contentType: 'image/jpeg',
  bytes: 100,
  width: 900,
  height: 600,
  placeholder: '3x1:a33fff33a',
  variants,
  alt: 'Three "leeks"',
  caption: '',
  personId: null,
  createdAt: new Date(),
}
const lookup = async (folders: string[]) =>
  new Map(folders.filter((one) => one === folder).map((one) => [one, file]))
const enrich = (html: string) => enrichImages(html, { lookup })
const at = (name: string) => `/media/files/${folder}/${name}`

describe('a picture', () => {
  it('offers every size in every format, keeps its room, and shows its colours at once', () => {
    expect(pictureOf({ file, className: 'kg-image' })).toBe(
      '<span class="media-picture">' +
        '<svg class="media-blur" viewBox="0 0 3 1" preserveAspectRatio="none" aria-hidden="true">' +
        '<path fill="#a33" d="M0 0h1v1h-1z"/><path fill="#fff" d="M1 0h1v1h-1z"/>' +
        '<path fill="#33a" d="M2 0h1v1h-1z"/></svg><picture>' +
        `<source type="image/avif" srcset="${at('480.avif')} 480w, ${at('900.avif')} 900w" sizes="(min-width: 45rem) 43rem, 100vw">` +
        `<source type="image/webp" srcset="${at('480.webp')} 480w, ${at('900.webp')} 900w" sizes="(min-width: 45rem) 43rem, 100vw">` +
        `<img src="${at('900.jpg')}" srcset="${at('480.jpg')} 480w, ${at('900.jpg')} 900w" sizes="(min-width: 45rem) 43rem, 100vw"` +
        ' alt="Three &quot;leeks&quot;" width="900" height="600" class="kg-image" decoding="async" loading="lazy">' +
        '</picture></span>',
    )
  })

  it('needs neither styles nor data: addresses, which our pages forbid', () => {
    expect(pictureOf({ file })).not.toMatch(/ style=|data:|<script|\son/)
  })

  it('that moves, or is drawn, is one file with its size', () => {
    expect(pictureOf({ file: { ...file, variants: [], placeholder: null }, lazy: false })).toBe(
      `<img src="${at('original.jpg')}" alt="Three &quot;leeks&quot;" width="900" height="600" decoding="async" fetchpriority="high">`,
    )
  })
})

describe('the HTML of a post', () => {
  it('gets all sizes of our pictures, and keeps everything around them', async () => {
    const before = '<!--kg-card-begin: html--><p>A &amp; b &nbsp;<br/>'
    const after = "<figcaption>Leeks, <b>frozen</b></figcaption></figure><p title='x'>End"
    const image = `<img src="https://blog.old.example${at('original.jpg')}" class="kg-image" alt="Mine" loading="lazy" width="2000" srcset="x 1w">`
    const html = `${before}<figure class="kg-card kg-image-card kg-width-wide">${image}${after}`

    const rich = await enrich(html)

    const sizes = '(min-width: 76rem) 76rem, 100vw'
    const picture = pictureOf({ file, alt: 'Mine', className: 'kg-image', sizes })
    expect(rich).toBe(html.replace(image, picture))
  })

  it('takes the words of the library where the post has none', async () => {
    expect(await enrich(`<img src="${at('480.jpg')}" alt="">`)).toContain(
      'alt="Three &quot;leeks&quot;"',
    )
  })

  it('lets other images be, and has them wait until they are seen', async () => {
    const html =
      '<p><img src="https://other.example/a.png" alt="x"><IMG src=b.png loading=eager></p>'

    expect(await enrich(html)).toBe(
      '<p><img loading="lazy" src="https://other.example/a.png" alt="x"><IMG src=b.png loading=eager></p>',
    )
  })

  it('that has been through it already stays as it is', async () => {
    const once = await enrich(`<p><img src="${at('original.jpg')}"></p>`)

    expect(await enrich(once)).toBe(once)
  })

  it('with words that look like images is not changed', async () => {
    const html = `<!-- <img src="${at('480.jpg')}"> --><textarea><img src="a"></textarea><p>&lt;img&gt;</p>`

    expect(await enrich(html)).toBe(html)
  })

  it('carries nothing out of an attribute into the page', async () => {
    const html = `<img src="${at('480.jpg')}" alt='"><script>alert(1)</script>' title='" onload="x' class='"><b>'>`

    const rich = await enrich(html)

    expect(rich).not.toMatch(/<script|" onload|<b>/)
  })

  it('without our pictures is the same HTML, whatever it is', async () => {
    const piece = fc.constantFrom(
      '<p>',
      '</p>',
      '<a href="',
      '">',
      "'",
      '<',
      '>',
      'words',
      '<!--',
      '-->',
      '&amp;',
      '<figure class=x>',
      '</figure>',
      '<picture>',
      '</picture>',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 25 }), async (pieces) => {
        const html = pieces.join('')
        expect(await enrich(html)).toBe(html)
      }),
    )
  })
})
