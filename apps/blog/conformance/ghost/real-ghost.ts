import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import type { Db } from '@rose-ash/shared/db'
import { ghostLinks } from '@rose-ash/shared/db/models/blog-ghost'
import type { PostContent } from '@rose-ash/shared/db/models/blog-writing'
import { savedPost } from '../../src/editing/content.ts'
import { savePost } from '../../src/editing/save-post.ts'
import type { PostStatus } from '../../src/editing/write-post.ts'
import { adminToken } from '../../src/ghost/client/admin-token.ts'
import { startImport } from '../../src/ghost/import/control-import.ts'
import { runImport } from '../../src/ghost/import/run-import.ts'
import { openSite } from '../../src/ghost/sites/open-site.ts'
import { pollSite } from '../../src/ghost/sync/poll-site.ts'
import { runTasks } from '../../src/ghost/sync/run-tasks.ts'
import { sweepSite } from '../../src/ghost/sync/sweep-site.ts'
import { aGhostDocument, connectedTo } from '../../src/ghost/testing/ghost-world.ts'

export const {
  ROSE_ASH_GHOST_URL: url = '',
  ROSE_ASH_GHOST_ADMIN_KEY: adminKey = '',
  ROSE_ASH_GHOST_STAFF_TOKEN: staffToken = '',
} = process.env

/** Asks a part of the Admin API that our client has no need of. */
export function askAdmin(key: string, path: string, request: RequestInit = {}): Promise<Response> {
  const headers = new Headers(request.headers)
  headers.set('authorization', `Ghost ${adminToken(key, new Date())}`)
  headers.set('accept-version', 'v6.0')
  return fetch(`${url}/ghost/api/admin/${path}`, { ...request, headers })
}

/** A real Ghost that is connected, with posts of every kind that end in `run`; and what is done to both. */
export async function realGhost(db: Db) {
  const run = randomUUID().slice(0, 8)
  const { parts, adminId, siteId } = await connectedTo(db, { url, adminKey })
  const site = () => openSite(parts, siteId)
  const { client } = await site()
  const ids = await fill(client, run)

  const read = async (id = '') => {
    const row = await client.read('posts', id)
    if (!row) throw new Error('the Ghost has no such post')
    return row
  }

  /** Ghost's `updated_at` has whole seconds. */
  async function edit(id = '', values: Record<string, unknown>) {
    await setTimeout(1_100)
    const { updated_at } = await read(id)
    await client.edit('posts', id, { ...values, updated_at })
  }

  async function linkOf(ghostId = '') {
    const [link] = await db.select().from(ghostLinks).where(eq(ghostLinks.ghostId, ghostId))
    if (!link) throw new Error('no link')
    return link
  }

  const localOf = async (ghostId?: string) => savedPost(db, (await linkOf(ghostId)).localId)

  async function save(postId: string, changes: Partial<PostContent>, status?: PostStatus) {
    const { version, content } = await savedPost(db, postId)
    await savePost(db, parts.services, {
      editor: { personId: adminId, role: 'admin' },
      postId,
      baseVersion: version,
      content: { ...content, ...changes },
      status,
    })
  }

  const push = async () => runTasks(parts, await site())
  const poll = async () => pollSite(parts, await site())
  const sweep = async () => sweepSite(parts, await site())
  const importAll = async () =>
    runImport(parts, await startImport(parts, { personId: adminId, siteId }), { forMs: 600_000 })

  return {
    run,
    ids,
    client,
    parts,
    adminId,
    siteId,
    site,
    read,
    edit,
    linkOf,
    localOf,
    save,
    push,
    poll,
    sweep,
    importAll,
  }
}

type Client = Awaited<ReturnType<typeof openSite>>['client']

async function fill(client: Client, run: string): Promise<Record<string, string>> {
  const ids: Record<string, string> = {}
  const png = await sharp({
    create: { width: 900, height: 600, channels: 3, background: '#a06030' },
  })
    .png()
    .toBuffer()
  const image = await client.upload({ bytes: png, name: 'loaf.png', contentType: 'image/png' })
  const post = async (name: string, values: Record<string, unknown> = {}) => {
    const row = await client.add('posts', {
      title: `${name} ${run}`,
      lexical: aGhostDocument(`All about ${name} ${run}`),
      status: 'published',
      ...values,
    })
    ids[name] = row.id
  }
  const words = { tags: [{ name: `Bread ${run}` }], feature_image: image }
  await post('rye', { ...words, lexical: aGhostDocument(`All about rye ${run}`, image) })
  await post('oats', { custom_excerpt: 'Short', visibility: 'members' })
  await post('spelt', { status: 'draft' })
  await post('barley', { status: 'scheduled', published_at: '2040-01-02T03:04:05.000Z' })
  await post('millet', {})
  await client.add('pages', {
    title: `About ${run}`,
    lexical: aGhostDocument('About us'),
    status: 'published',
  })
  const { value: newsletter } = await client.browse('newsletters').next()
  await client.add('members', {
    email: `${run}@members.example`,
    name: 'Mia',
    newsletters: [{ id: newsletter?.id }],
  })
  return ids
}
