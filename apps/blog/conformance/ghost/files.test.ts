import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LexicalDocument } from '@rose-ash/shared/contracts/lexical'
import { posts } from '@rose-ash/shared/db/models/blog'
import { ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { temporaryFolder, testDatabase } from '@rose-ash/shared/testing'
import { savedPost } from '../../src/editing/content.ts'
import { createPost, savePost } from '../../src/editing/save-post.ts'
import { exportSite } from '../../src/ghost/export/export-site.ts'
import { importFile } from '../../src/ghost/file/import-file.ts'
import { runImport } from '../../src/ghost/import/run-import.ts'
import { aGhostDocument } from '../../src/ghost/testing/ghost-world.ts'
import { askAdmin, realGhost, staffToken, url } from './real-ghost.ts'

describe.runIf(staffToken)('files of a real Ghost', async () => {
  if (!staffToken) return
  const { db } = await testDatabase()
  const { run, parts, client, adminId: personId } = await realGhost(db)

  it('is read from its own export, with everything that is published or not', async () => {
    await db.delete(ghostSites)
    const path = join(temporaryFolder('ghost-export'), 'export.json')
    const exported = await askAdmin(staffToken, 'db/')
    await writeFile(path, Buffer.from(await exported.arrayBuffer()))

    const file = { personId, path, name: 'export.json', url }
    const taken = await runImport(parts, await importFile(parts, file), {
      forMs: 600_000,
    })

    expect(taken.outcome).toBe('done')
    const rows = await db.select({ title: posts.title, status: posts.status }).from(posts)
    expect(rows).toEqual(
      expect.arrayContaining([
        { title: `rye ${run}`, status: 'published' },
        { title: `spelt ${run}`, status: 'draft' },
        { title: `barley ${run}`, status: 'scheduled' },
        { title: `About ${run}`, status: 'published' },
      ]),
    )
  })

  it('takes our export', async () => {
    const editor = { personId, role: 'admin' as const }
    const made = await createPost(db, parts.services, { editor, type: 'post' })
    const { version, content } = await savedPost(db, made.id)
    const lexical = LexicalDocument.parse(JSON.parse(aGhostDocument(`Fresh buns ${run}`)))
    const words = { title: `Fresh ${run}`, slug: `fresh-${run}`, lexical }
    await savePost(db, parts.services, {
      editor,
      postId: made.id,
      baseVersion: version,
      content: { ...content, ...words },
      status: 'published',
    })
    const { origin, now } = parts
    const menuItem = {
      id: run,
      label: 'Home',
      kind: 'path' as const,
      href: `${origin}/`,
      children: [],
    }
    const pieces: string[] = []
    const exported = { origin, title: 'Rose Ash', menu: [menuItem], now: now() }
    for await (const piece of exportSite(db, exported)) pieces.push(piece)

    const form = new FormData()
    const json = new Blob(pieces, { type: 'application/json' })
    form.append('importfile', json, 'rose-ash.json')
    const answer = await askAdmin(staffToken, 'db/', { method: 'POST', body: form })

    expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)])
    const filter = `slug:'fresh-${run}'`
    const found = () => client.browse('posts', { filter }).next()
    await expect
      .poll(async () => (await found()).value)
      .toMatchObject({
        title: `Fresh ${run}`,
        status: 'published',
        lexical: expect.stringContaining(`Fresh buns ${run}`),
      })
  })
})
