import { asc, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { people } from '@rose-ash/shared/db/models/account'
import { authors, navItems, posts } from '@rose-ash/shared/db/models/blog'
import {
  ghostImports,
  ghostLinks,
  ghostMedia,
  ghostSites,
} from '@rose-ash/shared/db/models/blog-ghost'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { newsletters, subscriptions } from '@rose-ash/shared/db/models/blog-newsletters'
import {
  coAuthors,
  postTags,
  revisions,
  slugHistory,
  tags,
} from '@rose-ash/shared/db/models/blog-writing'
import { testDatabase } from '@rose-ash/shared/testing'
import { fillGhost, picture } from '../testing/fill-ghost.ts'
import { type GhostWorld, ghostWorld } from '../testing/ghost-world.ts'
import { startImport, stopImport } from './control-import.ts'
import { type ImportRun, runImport } from './run-import.ts'

const { db } = await testDatabase()
let world: GhostWorld

/** Everything an import can write, in a fixed order. */
async function everything() {
  const all = await Promise.all([
    db.select().from(posts).orderBy(asc(posts.id)),
    db.select().from(revisions).orderBy(asc(revisions.id)),
    db.select().from(tags).orderBy(asc(tags.id)),
    db.select().from(authors).orderBy(asc(authors.id)),
    db.select().from(postTags).orderBy(asc(postTags.postId), asc(postTags.position)),
    db.select().from(coAuthors).orderBy(asc(coAuthors.postId)),
    db.select().from(newsletters).orderBy(asc(newsletters.id)),
    db.select().from(subscriptions),
    db.select().from(navItems).orderBy(asc(navItems.position)),
    db.select().from(mediaFiles),
    db.select().from(ghostMedia),
    db.select().from(ghostLinks).orderBy(asc(ghostLinks.ghostId)),
    db.select().from(people).orderBy(asc(people.id)),
    db.select().from(slugHistory),
  ])
  return all
}

async function importAll(forMs = 60_000): Promise<ImportRun> {
  const { parts, adminId: personId, siteId } = world
  return runImport(parts, await startImport(parts, { personId, siteId }), { forMs })
}

beforeEach(async () => {
  for (const table of [
    posts,
    ghostSites,
    tags,
    authors,
    newsletters,
    navItems,
    mediaFiles,
    ghostMedia,
  ])
    await db.delete(table)
  world = await ghostWorld(db)
  await fillGhost(world)
})

describe('the first import', () => {
  it('takes everything: words, tags, authors, pictures, navigation, members', async () => {
    const run = await importAll()

    const bySlug = new Map((await db.select().from(posts)).map((post) => [post.slug, post]))
    const rye = bySlug.get('rye')
    expect(run.outcome).toBe('done')
    expect([...bySlug.keys()].toSorted()).toEqual(['about-us', 'paid', 'rye', 'wheat'])
    expect(rye).toMatchObject({
      title: 'Rye',
      status: 'published',
      visibility: 'public',
      imageAlt: 'A loaf',
      version: 1,
    })
    expect(rye?.publishedAt?.toISOString()).toBe('2026-01-02T03:04:05.000Z')
    expect(rye?.image).toMatch(/^\/media\/files\/[0-9a-f]{40}\//)
    expect(JSON.stringify(rye?.lexical)).toContain(rye?.image)
    expect(rye?.html).toContain(`srcset="${rye?.image?.slice(0, rye.image.lastIndexOf('/'))}/`)
    expect(rye?.html).not.toContain(world.ghost.url)
    expect(rye?.plaintext).toContain('All about rye')
    expect(bySlug.get('wheat')).toMatchObject({
      status: 'draft',
      excerpt: 'Soon',
      publishedAt: null,
    })
    expect(bySlug.get('paid')).toMatchObject({ visibility: 'members' })
    expect(bySlug.get('about-us')).toMatchObject({ type: 'page' })
    expect(await db.select().from(mediaFiles)).toHaveLength(1)

    const named = await db
      .select({ slug: tags.slug })
      .from(postTags)
      .innerJoin(tags, eq(tags.id, postTags.tagId))
      .where(eq(postTags.postId, rye?.id ?? ''))
      .orderBy(asc(postTags.position))
    expect(named).toEqual([{ slug: 'bread' }, { slug: 'hash-secret' }])
    const by = await db
      .select({ slug: authors.slug })
      .from(authors)
      .where(eq(authors.id, rye?.authorId ?? ''))
    expect(by).toEqual([{ slug: 'amy' }])
    const letters = await db
      .select({ email: people.email, slug: newsletters.slug })
      .from(subscriptions)
      .innerJoin(people, eq(people.id, subscriptions.personId))
      .innerJoin(newsletters, eq(newsletters.id, subscriptions.newsletterId))
    expect(letters).toEqual([{ email: 'Reader@example.com', slug: 'weekly' }])
    const menu = await db
      .select({ label: navItems.label, path: navItems.path, url: navItems.url })
      .from(navItems)
      .orderBy(asc(navItems.position))
    expect(menu).toEqual([
      { label: 'Home', path: '/', url: null },
      { label: 'About', path: '/about-us', url: null },
      { label: 'News', path: '/tags/news', url: null },
      { label: 'Out', path: null, url: 'https://example.com/' },
    ])
  })

  it('tells what could not be taken, and why', async () => {
    await importAll()

    const [{ problems, counts } = { problems: [], counts: {} }] = await db
      .select()
      .from(ghostImports)
    expect(problems.map(({ what }) => what)).toEqual(['member: Reader 24'])
    expect(counts).toMatchObject({ post: { done: 3, total: 3 }, member: { done: 2, total: 2 } })
  })

  it('changes nothing the second time', async () => {
    await importAll()
    const before = await everything()

    const again = await importAll()

    expect(again).toMatchObject({ outcome: 'done', added: 0, changed: 0 })
    expect(await everything()).toEqual(before)
  })

  it('goes on where it was when it is cut short after every single thing', async () => {
    const runs: ImportRun[] = []
    do runs.push(await importAll(-1))
    while (runs.at(-1)?.outcome === 'paused' && runs.length < 50)

    expect(runs.at(-1)?.outcome).toBe('done')
    expect(runs.length).toBeGreaterThan(10)
    expect(await db.select().from(posts)).toHaveLength(4)
    expect(await db.select().from(revisions)).toHaveLength(4)
    expect(await db.select().from(ghostImports)).toHaveLength(1)
  })

  it('stops when it is told to, and goes on when it is told to', async () => {
    const { parts, adminId: personId, siteId } = world
    const id = await startImport(parts, { personId, siteId })
    await runImport(parts, id, { forMs: -1 })
    await stopImport(parts, { personId, siteId })
    const stopped = await everything()

    expect(await runImport(parts, id)).toMatchObject({ outcome: 'stopped', added: 0 })
    expect(await everything()).toEqual(stopped)

    expect(await startImport(parts, { personId, siteId })).toBe(id)
    expect(await runImport(parts, id)).toMatchObject({ outcome: 'done' })
  })

  it('leaves two processes that run it at once nothing to do twice', async () => {
    const { parts, adminId: personId, siteId } = world
    const id = await startImport(parts, { personId, siteId })

    const ends = await Promise.all([runImport(parts, id), runImport(parts, id)])

    expect(ends.map(({ outcome }) => outcome).toSorted()).toEqual(['done', 'stopped'])
    expect(await db.select().from(revisions)).toHaveLength(4)
  })

  it('keeps its place and says so when the Ghost fails half way', async () => {
    world.ghost.faults.plan({ kind: 'half' }, /\/pages\//)

    await expect(importAll()).rejects.toMatchObject({ code: 'ghost_unreadable' })

    const [site] = await db.select().from(ghostSites)
    expect(site?.trouble).toContain('not a Ghost 6')
    expect(await db.select().from(posts)).toHaveLength(3)
    expect(await importAll()).toMatchObject({ outcome: 'done' })
    expect((await db.select().from(ghostSites))[0]?.trouble).toBeNull()
  })

  it('keeps the address of a picture that the Ghost lost, and tells', async () => {
    world.ghost.state.files.clear()

    await importAll()

    const [rye] = await db.select().from(posts).where(eq(posts.slug, 'rye'))
    expect(rye?.image).toBe(world.ghost.url + picture)
    const [{ problems } = { problems: [] }] = await db.select().from(ghostImports)
    expect(problems[0]?.what).toBe(world.ghost.url + picture)
  })

  it('leaves a post of ours with the same slug alone', async () => {
    const [author] = await db.insert(authors).values({ slug: 'ours', name: 'Ours' }).returning()
    const mine = { type: 'post', slug: 'rye', title: 'Mine', authorId: author?.id ?? '' } as const
    const [ours] = await db.insert(posts).values(mine).returning()

    await importAll()

    expect(
      await db
        .select()
        .from(posts)
        .where(eq(posts.id, ours?.id ?? '')),
    ).toEqual([ours])
    expect(await db.select().from(posts).where(eq(posts.slug, 'rye-2'))).toHaveLength(1)
  })

  it('is for administrators alone', async () => {
    const [stranger] = await db.insert(people).values({ email: 'stranger@example.com' }).returning()
    const personId = stranger?.id ?? ''

    await expect(
      startImport(world.parts, { personId, siteId: world.siteId }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    expect(await db.select().from(ghostImports)).toEqual([])
    await db.delete(people).where(eq(people.id, personId))
  })
})
