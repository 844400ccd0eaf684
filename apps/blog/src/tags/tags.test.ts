import { beforeAll, describe, expect, it } from 'vitest'
import { postTags, tagGroups, tags } from '@rose-ash/shared/db/models/blog-writing'
import { aPage, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { tagsByGroup } from './queries.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const look = (path: string) => app.inject({ url: path, headers: { accept: 'text/html' } })

let leekSlug = ''

beforeAll(async () => {
  const [group] = await db.insert(tagGroups).values({ name: 'Recipes' }).returning()
  const rows = await db
    .insert(tags)
    .values([
      { slug: 'soup', name: 'Soup', groupId: group?.id },
      { slug: 'town', name: 'Town', description: 'What happens in Wendle.' },
      { slug: 'to-check', name: '#check', visibility: 'internal' },
      { slug: 'unused', name: 'Unused' },
    ])
    .returning()
  const idOf = (slug: string) => rows.find((row) => row.slug === slug)?.id ?? ''
  const [leek, draft] = [
    await aPage(db, { type: 'post', title: 'Leek soup' }),
    await aPage(db, { type: 'post', title: 'Not yet', status: 'draft' }),
  ]
  leekSlug = leek.slug
  for (const [position, slug] of ['soup', 'town', 'to-check'].entries()) {
    await db.insert(postTags).values({ postId: leek.id, tagId: idOf(slug), position })
    await db.insert(postTags).values({ postId: draft.id, tagId: idOf(slug), position })
  }
})

describe('a topic', () => {
  it('has a page with what is published about it', async () => {
    const { statusCode, body } = await look('/tags/soup')

    expect(statusCode).toBe(200)
    expect(body).toContain('Leek soup')
    expect(body).not.toContain('Not yet')
  })

  it('is named on its posts, but not when it is for editors alone', async () => {
    const { body } = await look(`/${leekSlug}`)

    expect(body).toContain('<a class="link" rel="tag" href="/tags/soup">Soup</a>')
    expect(body).not.toContain('#check')
    expect((await look('/tags/to-check')).statusCode).toBe(404)
  })

  it('stands among the others of its group, with what it has', async () => {
    expect(await tagsByGroup(db)).toEqual([
      {
        name: 'Recipes',
        tags: [{ name: 'Soup', href: '/tags/soup', description: '', posts: 1 }],
      },
      {
        name: null,
        tags: [
          { name: 'Town', href: '/tags/town', description: 'What happens in Wendle.', posts: 1 },
        ],
      },
    ])
    expect((await look('/tags')).body).toContain('Everything else')
  })
})
