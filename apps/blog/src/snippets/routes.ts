import { asc, eq, sql } from 'drizzle-orm'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { LexicalNode } from '@rose-ash/shared/contracts/lexical'
import { snippets } from '@rose-ash/shared/db/models/blog-writing'
import { BadInput } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { checkEditsAll } from '../editing/editor.ts'
import { thisEditor } from '../editing/this-editor.ts'

const config = { access: 'author' as const }
const Name = z.string().trim().min(1).max(200)
/** As Ghost's editor copies blocks. */
const Copied = z.object({ namespace: z.string().optional(), nodes: z.array(LexicalNode) })

/** `/snippets`: blocks kept to be used again. All writers use them, editors keep and drop them. */
export const snippetRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db } = app

  app.get('/snippets', { config }, async (request) => {
    await thisEditor(app, request)
    const rows = await db.select().from(snippets).orderBy(asc(snippets.name)).limit(500)
    return {
      snippets: rows.map(({ id, name, lexical }) => ({
        id,
        name,
        value: JSON.stringify({ namespace: 'KoenigEditor', nodes: lexical.root.children }),
      })),
    }
  })

  const body = z.object({ name: Name, value: z.string().max(1_000_000) })
  app.post(
    '/snippets',
    { config, bodyLimit: 2 * 1024 * 1024, schema: { body } },
    async (request) => {
      const editor = await thisEditor(app, request)
      checkEditsAll(editor)
      const { name, value } = request.body
      const lexical = { root: { type: 'root' as const, children: parse(value).nodes } }
      const { personId } = editor
      await db
        .insert(snippets)
        .values({ name, lexical, personId })
        .onConflictDoUpdate({ target: snippets.name, set: { lexical, updatedAt: sql`now()` } })
      return { kept: true }
    },
  )

  const named = { config, schema: { body: z.object({ name: Name }) } }
  app.delete('/snippets', named, async (request) => {
    checkEditsAll(await thisEditor(app, request))
    await db.delete(snippets).where(eq(snippets.name, request.body.name))
    return { dropped: true }
  })
}

function parse(value: string): z.infer<typeof Copied> {
  try {
    return Copied.parse(JSON.parse(value))
  } catch {
    throw new BadInput('These blocks cannot be kept. Mark them again and try once more.')
  }
}
