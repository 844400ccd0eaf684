import { eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { posts } from '@rose-ash/shared/db/models/blog'
import { comments } from '@rose-ash/shared/db/models/federation-comments'
import { aPage, aPerson } from '@rose-ash/shared/testing'
import { asPerson } from './as-person.ts'

/** What stands where the conversation would, as federation does not run in the blog's tests. */
export const conversation = 'The conversation is not here just now.'

/** Posts to talk below, and who does: members, and a stranger. */
export function aTalk(app: FastifyInstance) {
  const { db } = app

  const aPost = (values: Partial<typeof posts.$inferInsert> = {}) =>
    aPage(db, { type: 'post', ...values })
  const aMember = async () => {
    const person = await aPerson(db)
    return { ...(await asPerson(app, person.id)), id: person.id }
  }
  const stranger = {
    look: (path: string) => app.inject({ url: path, headers: { accept: 'text/html' } }),
    send: (path: string, form: Record<string, string> = {}) =>
      app.inject({
        method: 'POST',
        url: path,
        headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(form).toString(),
      }),
  }
  const below = (postId: string) => db.select().from(comments).where(eq(comments.postId, postId))

  return { aPost, aMember, stranger, below }
}
