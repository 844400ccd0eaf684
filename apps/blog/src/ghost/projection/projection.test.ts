import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GhostPost } from '../client/schemas.ts'
import { hashOf, isSame, type Projection } from './canonical.ts'
import { mediaAddresses } from './media-addresses.ts'
import { mergeFields } from './merge-fields.ts'
import { toLocalPost } from './post-content.ts'
import { projectPost } from './project-ghost.ts'

const text = (words: string) =>
  JSON.stringify({
    root: {
      type: 'root',
      children: [{ type: 'paragraph', children: [{ type: 'text', text: words }] }],
    },
  })

const raw = {
  id: '6b02a634f43e4805638e1010',
  uuid: '304370fe-9bb4-48be-ad86-9f61cc4a5a88',
  title: 'Rye',
  slug: 'rye',
  lexical: text('Hello'),
  html: '<p>Hello</p>',
  status: 'published',
  visibility: 'public',
  featured: false,
  updated_at: '2026-11-22T08:22:12.000Z',
  published_at: '2026-11-21T08:22:12.000Z',
  custom_excerpt: null,
  canonical_url: null,
  feature_image: null,
  feature_image_alt: null,
  feature_image_caption: null,
  meta_title: null,
  meta_description: null,
  og_image: null,
  og_title: null,
  og_description: null,
  tags: [{ id: '6b02a57cf43e4805638e0b31', slug: 'news' }],
  authors: [{ id: '6b02a57cf43e4805638e0b1f', slug: 'olive' }],
}

const hash = (changes: Record<string, unknown> = {}) =>
  hashOf(projectPost(GhostPost.parse({ ...raw, ...changes })))

const names = {
  tags: new Map([['6b02a57cf43e4805638e0b31', 'our-tag']]),
  authors: new Map([['6b02a57cf43e4805638e0b1f', 'our-author']]),
  media: new Map<string, string>(),
  fallbackAuthorId: 'nobody',
}

describe('the hash of what both sides agreed on', () => {
  it.each([
    ['the time of a save', { updated_at: '2027-01-01T00:00:00.000Z' }],
    ['HTML made of the same document', { html: '<p>Hello</p>\n' }],
    [
      'the order of keys',
      {
        lexical:
          '{"root":{"children":[{"children":[{"text":"Hello","type":"text"}],"type":"paragraph"}],"type":"root"}}',
      },
    ],
    ['another way to write an instant', { published_at: '2026-11-21T08:22:12.000+00:00' }],
    ['nothing instead of null', { custom_excerpt: '' }],
    ['fields that we do not keep', { codeinjection_head: '<script>', reading_time: 7 }],
  ])('does not see %s', (_what, changes) => {
    expect(hash(changes)).toBe(hash())
  })

  it.each(
    Object.entries({
      title: 'Wheat',
      slug: 'wheat',
      lexical: text('Bye'),
      status: 'draft',
      visibility: 'members',
      featured: true,
      published_at: '2026-11-20T00:00:00.000Z',
      custom_excerpt: 'x',
      canonical_url: 'https://example.com/',
      feature_image: 'https://example.com/a.jpg',
      feature_image_alt: 'x',
      feature_image_caption: 'x',
      meta_title: 'x',
      meta_description: 'x',
      og_image: 'https://example.com/a.jpg',
      og_title: 'x',
      og_description: 'x',
      tags: [],
      authors: [],
    }),
  )('sees a change of %s', (field, value) => {
    expect(hash({ [field]: value })).not.toBe(hash())
  })
})

describe('a post of a Ghost as we keep it', () => {
  it('has our names for tags, authors and files, in the document, too', () => {
    const image = 'https://ghost.example/content/images/2026/11/a.jpg'
    const post = projectPost(
      GhostPost.parse({
        ...raw,
        feature_image: image,
        lexical: text(`see ${image}`),
        visibility: 'paid',
      }),
    )

    const { content, status } = toLocalPost(post, {
      ...names,
      media: new Map([[image, '/media/files/a.jpg']]),
    })

    expect(mediaAddresses(post, 'https://ghost.example')).toEqual([image])
    expect(content).toMatchObject({
      image: '/media/files/a.jpg',
      tagIds: ['our-tag'],
      authorIds: ['our-author'],
      visibility: 'members',
    })
    expect(JSON.stringify(content.lexical)).toContain('see /media/files/a.jpg')
    expect(status).toBe('published')
  })

  it('keeps the HTML of a post from before the present editor', () => {
    const post = projectPost(GhostPost.parse({ ...raw, lexical: null, html: '<p>Old</p>' }))

    expect(toLocalPost(post, names).content.lexical.root.children).toEqual([
      { type: 'html', version: 1, html: '<p>Old</p>' },
    ])
  })

  it('turns a caption into words, and what went out by mail alone into a letter', () => {
    const caption = 'Photo by <a href="https://example.com">Ann &amp; Bob</a>'
    const post = projectPost(
      GhostPost.parse({ ...raw, feature_image_caption: caption, status: 'sent' }),
    )

    const { content, status } = toLocalPost(post, names)

    expect(content).toMatchObject({ imageCaption: 'Photo by Ann & Bob', visibility: 'newsletter' })
    expect(status).toBe('published')
  })
})

const side = fc.dictionary(
  fc.constantFrom('title', 'slug', 'lexical', 'tags'),
  fc.jsonValue({ maxDepth: 2 }),
  {
    noNullPrototype: true,
  },
) as fc.Arbitrary<Projection>

describe('merging field by field', () => {
  it('gives what one side made of it when the other left it', () => {
    fc.assert(
      fc.property(side, side, (base, changed) => {
        for (const { merged } of [
          mergeFields(base, base, changed),
          mergeFields(base, changed, base),
        ]) {
          for (const field of Object.keys(merged)) {
            expect(isSame(merged[field], changed[field])).toBe(true)
          }
        }
        expect(mergeFields(base, changed, base).conflicts).toEqual([])
      }),
    )
  })

  it('is the same from both sides where they do not clash, and names where they do', () => {
    fc.assert(
      fc.property(side, side, side, (base, ours, theirs) => {
        const one = mergeFields(base, ours, theirs)
        const other = mergeFields(base, theirs, ours)

        expect(one.conflicts).toEqual(other.conflicts)
        for (const field of Object.keys(one.merged)) {
          const clashes = one.conflicts.includes(field)
          expect(isSame(one.merged[field], clashes ? theirs[field] : other.merged[field])).toBe(
            true,
          )
        }
      }),
    )
  })

  it('loses no field of either side', () => {
    fc.assert(
      fc.property(side, side, side, (base, ours, theirs) => {
        const all = new Set([base, ours, theirs].flatMap((each) => Object.keys(each)))
        expect(new Set(Object.keys(mergeFields(base, ours, theirs).merged))).toEqual(all)
      }),
    )
  })
})
