import type { FastifyInstance } from 'fastify'
import { deriveKey } from '@rose-ash/shared/config'
import { roles } from '@rose-ash/shared/db/models/account'
import { signRequest } from '@rose-ash/shared/http'
import { aPage, aPerson } from '@rose-ash/shared/testing'

/** Posts to talk below, people who do, and the fragment that shows it. */
export function aConversation(app: FastifyInstance) {
  const { db } = app
  const { federation } = app.services

  /** The fragment as the blog asks for it, for a stranger or a person. */
  async function shown(
    post: { id: string; slug: string },
    { as, ...more }: Record<string, string> & { as?: string } = {},
  ): Promise<string> {
    const query = new URLSearchParams({ post: post.id, slug: post.slug, ...more })
    const path = `/internal/fragments/comments?${query.toString()}`
    const secret = deriveKey(app.appConfig.secret, 'internal requests').toString('hex')
    const viewer = as ? `member:${as}` : 'anonymous'
    const headers = { ...signRequest(secret, { method: 'GET', path, viewer }) }
    return (await app.inject({ path, headers })).body
  }

  const someone = async (name: string | null = null, role?: 'editor') => {
    const { id } = await aPerson(db, { name })
    if (role) await db.insert(roles).values({ personId: id, role })
    return id
  }
  const aPost = () => aPage(db, { type: 'post' })
  const say = (post: { id: string; slug: string }, personId: string, text: string, to?: string) =>
    federation.comment(db, { post, personId, text, inReplyTo: to })
  return { federation, shown, someone, aPost, say }
}
