import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { posts, authors, navItems } from '@rose-ash/shared/db/models/blog'
import {
  ghostExportRows,
  ghostImports,
  ghostLinks,
  ghostMedia,
  ghostSites,
} from '@rose-ash/shared/db/models/blog-ghost'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { newsletters, subscriptions } from '@rose-ash/shared/db/models/blog-newsletters'
import { coAuthors, postTags, revisions, tags } from '@rose-ash/shared/db/models/blog-writing'
import { testDatabase } from '@rose-ash/shared/testing'
import { savedPost } from '../../editing/content.ts'
import { adminToken } from '../client/admin-token.ts'
import { exportSite } from '../export/export-site.ts'
import { runImport } from '../import/run-import.ts'
import { startImport } from '../import/control-import.ts'
import { connectGhost } from '../sites/connect-ghost.ts'
import { anExport } from '../testing/an-export.ts'
import { fillGhost } from '../testing/fill-ghost.ts'
import { aGhostDocument, type GhostWorld, ghostWorld } from '../testing/ghost-world.ts'
import { importFile } from './import-file.ts'

const { db } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'ghost-file-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let world: GhostWorld

const clear = async () => {
  for (const table of [posts, ghostSites, tags, authors, newsletters, navItems, ghostMedia])
    await db.delete(table)
}

beforeEach(async () => {
  await clear()
  await db.delete(mediaFiles)
  world = await ghostWorld(db)
  await db.delete(ghostSites)
})

async function take(text: string, url = ''): Promise<string> {
  const path = join(folder, 'export.json')
  writeFileSync(path, text)
  return importFile(world.parts, { personId: world.adminId, path, name: 'export.json', url })
}

async function importAll(text: string, url = '') {
  const importId = await take(text, url)
  const run = await runImport(world.parts, importId)
  const [row] = await db.select().from(ghostImports).where(eq(ghostImports.id, importId))
  return { run, row }
}

const everything = () =>
  Promise.all([
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
    db.select().from(ghostLinks).orderBy(asc(ghostLinks.ghostId)),
  ])

/** Every post as its words: what ids there are differs from database to database. */
async function written() {
  const rows = await db.select({ id: posts.id }).from(posts).orderBy(asc(posts.slug))
  const names = new Map(
    [...(await db.select().from(tags)), ...(await db.select().from(authors))].map(
      ({ id, slug, name }) => [id, `${slug}: ${name}`],
    ),
  )
  return Promise.all(
    rows.map(async ({ id }) => {
      const { content, type, status, publishedAt, html, plaintext } = await savedPost(db, id)
      const by = content.authorIds.map((one) => names.get(one))
      const about = content.tagIds.map((one) => names.get(one))
      const { authorIds: _a, tagIds: _t, ...words } = content
      return { ...words, by, about, type, status, publishedAt, html, plaintext }
    }),
  )
}

describe('an export file', () => {
  it('is taken without any Ghost: words, names, members, menu; twice changes nothing', async () => {
    const { run, row } = await importAll(anExport())

    expect([run.outcome, row?.state, row?.problems]).toEqual(['done', 'done', []])
    expect(await written()).toMatchObject([
      {
        slug: 'old-rye',
        seoTitle: 'Rye!',
        featured: true,
        status: 'published',
        publishedAt: new Date('2026-01-02T03:04:05Z'),
        by: ['olive: Olive'],
        about: ['bread: Bread', 'rye: Rye'],
        plaintext: 'Rye',
        lexical: { root: { children: [{ type: 'html' }] } },
      },
    ])
    expect(await db.select().from(subscriptions)).toHaveLength(1)
    expect((await db.select().from(navItems)).map(({ label, path }) => [label, path])).toEqual([
      ['About', '/about'],
    ])
    expect(await db.select().from(ghostExportRows)).toEqual([])
    const before = await everything()

    const again = await importAll(anExport())

    expect(again.run).toMatchObject({ outcome: 'done', added: 0, changed: 0 })
    expect(await everything()).toEqual(before)
    const { parts, adminId: personId } = world
    const siteId = row?.siteId ?? ''
    await expect(startImport(parts, { personId, siteId })).rejects.toMatchObject({
      code: 'no_file_left',
    })
  })

  it('of a Ghost that is there has its pictures copied, and is the Ghost’s when it is connected', async () => {
    await fillGhost(world)
    const { ghost, parts, adminId: personId } = world
    const authorization = `Ghost ${adminToken(ghost.staffToken, new Date())}`
    const answer = await fetch(`${ghost.url}/ghost/api/admin/db/`, { headers: { authorization } })
    const text = (await answer.text()).replaceAll(ghost.url, '__GHOST_URL__')

    const { row } = await importAll(text, `${ghost.url}/ghost`)

    expect(row?.problems).toEqual([])
    const shown = await written()
    expect(shown.map(({ slug }) => slug)).toEqual(['about-us', 'paid', 'rye', 'wheat'])
    expect(shown[2]?.image).toMatch(/^\/media\/files\//)
    expect(await db.select().from(mediaFiles)).toHaveLength(1)
    const siteId = await connectGhost(parts, { personId, url: ghost.url, adminKey: ghost.adminKey })
    expect(siteId).toBe(row?.siteId)
    const run = await runImport(parts, await startImport(parts, { personId, siteId }))
    expect(run.outcome).toBe('done')
    expect(await db.select().from(posts)).toHaveLength(4)
    await expect(take(text, ghost.url)).rejects.toMatchObject({ code: 'connected_already' })
  })

  it('goes on where it was stopped', async () => {
    const many = Array.from({ length: 120 }, (_, n) => ({
      id: (0x6b02a57c * 2 ** 16 + n).toString(16).padEnd(24, '0'),
      title: `Post ${n}`,
      slug: `post-${n}`,
      lexical: aGhostDocument(`Words ${n}`),
      html: '',
      type: 'post',
      status: 'draft',
      visibility: 'public',
    }))
    const importId = await take(anExport({ posts: many, posts_authors: [], posts_tags: [] }))
    let runs = 0

    while ((await runImport(world.parts, importId, { forMs: 50 })).outcome === 'paused') runs += 1

    expect(runs).toBeGreaterThan(1)
    expect(await db.select().from(posts)).toHaveLength(120)
    expect(await db.select().from(ghostExportRows)).toEqual([])
  })

  it('has what is broken in it told, and the rest taken', async () => {
    const broken = { id: '6b02a57cf43e4805638e0002', title: 'Half', slug: 'half', status: 'odd' }
    const whole = JSON.parse(anExport()) as { db: { data: { posts: unknown[] } }[] }
    whole.db[0]?.data.posts.push({ ...broken, type: 'post', visibility: 'public' })

    const { row } = await importAll(JSON.stringify(whole))

    expect(row?.problems).toEqual([
      { what: 'post: Half', why: 'It is not as a Ghost writes it (status).' },
    ])
    expect(await db.select().from(posts)).toHaveLength(1)
  })

  it.each([
    ['no JSON', '<html>', /^This file is not JSON\./],
    ['half of it', '{"db":[{"meta"', /^This file is not JSON\./],
    ['other JSON', '[1,2]', /not the export of a Ghost/],
    ['nothing', 'null', /not the export of a Ghost/],
    ['an old Ghost', anExport({}, { version: '0.11.9' }), /from Ghost 0\.11\.9\. We read/],
    ['a later Ghost', anExport({}, { version: '7.0.0' }), /from Ghost 7\.0\.0\./],
    ['no version', anExport({}, {}), /from Ghost of an unknown version\./],
  ])('that is none (%s) is refused in words, and changes nothing', async (_what, text, words) => {
    await expect(take(text)).rejects.toMatchObject({
      status: 400,
      message: expect.stringMatching(words) as string,
    })

    expect(await db.select().from(ghostSites)).toEqual([])
    expect(await db.select().from(ghostImports)).toEqual([])
    expect(await db.select().from(ghostExportRows)).toEqual([])
  })
})

it('what we export and import into an empty database is the same', async () => {
  await fillGhost(world)
  const { ghost, parts, adminId: personId } = world
  const siteId = await connectGhost(parts, { personId, url: ghost.url, adminKey: ghost.adminKey })
  await runImport(parts, await startImport(parts, { personId, siteId }))
  const before = await written()
  expect(before).toHaveLength(4)
  const now = new Date('2026-11-23T00:00:00Z')
  const pieces: string[] = []
  const site = { origin: parts.origin, title: 'Rose Ash', menu: [], now }
  for await (const piece of exportSite(db, site)) pieces.push(piece)
  await clear()

  const { row } = await importAll(pieces.join(''))

  expect(row?.problems).toEqual([])
  expect(await written()).toEqual(before)
})
