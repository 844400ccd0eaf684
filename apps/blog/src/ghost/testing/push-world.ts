import { eq } from 'drizzle-orm'
import { beforeEach, expect } from 'vitest'
import { LexicalDocument } from '@rose-ash/shared/contracts/lexical'
import type { Db } from '@rose-ash/shared/db'
import { authors, navItems, posts } from '@rose-ash/shared/db/models/blog'
import { ghostLinks, ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { newsletters } from '@rose-ash/shared/db/models/blog-newsletters'
import { type PostContent, tags } from '@rose-ash/shared/db/models/blog-writing'
import { savedPost } from '../../editing/content.ts'
import { savePost } from '../../editing/save-post.ts'
import type { PostStatus } from '../../editing/write-post.ts'
import { startImport } from '../import/control-import.ts'
import { runImport } from '../import/run-import.ts'
import { hashOf } from '../projection/canonical.ts'
import { projectPost } from '../projection/project-ghost.ts'
import { type GhostMode, openSite } from '../sites/open-site.ts'
import { pollSite } from '../sync/poll-site.ts'
import { runTasks } from '../sync/run-tasks.ts'
import { sweepSite } from '../sync/sweep-site.ts'
import { aGhostDocument, type GhostWorld, ghostWorld } from './ghost-world.ts'

export const documentOf = (text: string, ...images: string[]) =>
  LexicalDocument.parse(JSON.parse(aGhostDocument(text, ...images)))

/** Before each test a Ghost with one post about rye, imported; and what its tests do with it. */
export function pushWorld(db: Db) {
  const here = {} as { world: GhostWorld; rye: string }
  beforeEach(async () => {
    for (const table of [posts, ghostSites, tags, authors, newsletters, navItems])
      await db.delete(table)
    here.world = await ghostWorld(db)
    const { ghost, parts, adminId: personId, siteId } = here.world
    here.rye = ghost.state.add('posts', {
      title: 'Rye',
      status: 'published',
      published_at: '2026-01-02T03:04:05.000Z',
      lexical: aGhostDocument('Rye'),
      visibility: 'paid',
      feature_image_caption: '<b>By</b> Amy',
    }).id
    await runImport(parts, await startImport(parts, { personId, siteId }))
  })

  const site = () => openSite(here.world.parts, here.world.siteId)
  const setMode = (mode: GhostMode) => db.update(ghostSites).set({ mode })
  const push = async () => runTasks(here.world.parts, await site())
  const poll = async () => pollSite(here.world.parts, await site())
  const ghostRow = (id: string) => {
    const row = here.world.ghost.state.rows.posts.get(id)
    if (!row) throw new Error('the Ghost has no such post')
    return row
  }
  const writes = () =>
    here.world.ghost.requests.filter(
      ({ method, url }) => method !== 'GET' && /\/(posts|tags)\//.test(url),
    )

  async function linkOf(ghostId: string) {
    const [link] = await db.select().from(ghostLinks).where(eq(ghostLinks.ghostId, ghostId))
    if (!link) throw new Error('no link')
    return link
  }

  const localOf = async (ghostId: string) => savedPost(db, (await linkOf(ghostId)).localId)

  async function save(postId: string, changes: Partial<PostContent>, status?: PostStatus) {
    const { version, content } = await savedPost(db, postId)
    const editor = { personId: here.world.adminId, role: 'admin' as const }
    await savePost(db, here.world.parts.services, {
      editor,
      postId,
      baseVersion: version,
      content: { ...content, ...changes },
      status,
    })
  }

  /** What the Ghost has now hashes as what both sides agreed on, and a pull changes nothing. */
  async function expectInStep(ghostId: string) {
    const link = await linkOf(ghostId)
    const row = await (await site()).client.read('posts', ghostId)
    expect(row && hashOf(projectPost(row))).toBe(link.baseHash)
    expect(link.state).toBe('in-step')
    const { version } = await savedPost(db, link.localId)
    await poll()
    expect(await sweepSite(here.world.parts, await site())).toMatchObject({
      changed: 0,
      problems: [],
    })
    expect((await savedPost(db, link.localId)).version).toBe(version)
  }

  return { here, site, setMode, push, poll, ghostRow, writes, linkOf, localOf, save, expectInStep }
}
