import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { roles } from '@rose-ash/shared/db/models/account'
import { posts } from '@rose-ash/shared/db/models/blog'
import { aPerson, freePort, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../../src/app.ts'
import { ghostPartsOf } from '../../src/ghost/ghost-parts.ts'
import { connectGhost } from '../../src/ghost/sites/connect-ghost.ts'
import { aGhostDocument } from '../../src/ghost/testing/ghost-world.ts'
import { openSite } from '../../src/ghost/sites/open-site.ts'
import { adminKey, url } from './real-ghost.ts'

describe.runIf(url)('webhooks of a real Ghost', async () => {
  if (!url) return
  const { db, url: databaseUrl } = await testDatabase()
  const port = await freePort()
  const config = testConfig('blog', { databaseUrl, outgoingPrivate: [url] })
  const origins = { ...config.origins, blog: `http://127.0.0.1:${port}` }
  const app = await testApp(createBlog, { ...config, origins })
  await app.listen({ port, host: '127.0.0.1' })

  it('bring a post when it is published, and again when it is changed', async () => {
    const parts = ghostPartsOf(app)
    const { id: personId } = await aPerson(db)
    await db.insert(roles).values({ personId, role: 'admin' })
    const siteId = await connectGhost(parts, { personId, url, adminKey })
    const { client } = await openSite(parts, siteId)
    const lexical = aGhostDocument('News')

    const { id, slug } = await client.add('posts', { title: 'News', lexical, status: 'published' })
    const titleHere = async () => {
      const [row] = await db.select().from(posts).where(eq(posts.slug, slug))
      return row?.title
    }
    await expect.poll(titleHere).toBe('News')
    const { updated_at } = (await client.read('posts', id)) ?? {}
    await client.edit('posts', id, { title: 'Old news', updated_at })

    await expect.poll(titleHere).toBe('Old news')
  })
})
