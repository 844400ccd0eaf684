import type { FastifyInstance } from 'fastify'
import { inArray } from 'drizzle-orm'
import { authors } from '@rose-ash/shared/db/models/blog'
import { contentsOf, piecesOf } from '../posts/reading.ts'
import { savedPost } from './content.ts'
import { namesOf } from './edit-data.ts'
import { renderPost } from './render-post.ts'
import { checkEdits, type Editor } from './editor.ts'
import { findWorkingCopy } from './working-copies.ts'

/** The post as readers would see it now, with what the editor has not saved yet. */
export async function previewData({ db }: FastifyInstance, editor: Editor, postId: string) {
  await checkEdits(db, editor, postId)
  const saved = await savedPost(db, postId)
  const copy = await findWorkingCopy(db, { postId, personId: editor.personId })
  const content = copy?.content ?? saved.content
  const { html, plaintext } = await renderPost(db, content.lexical)
  const writers = await db
    .select({ name: authors.name, slug: authors.slug })
    .from(authors)
    .where(inArray(authors.id, content.authorIds))
  const named = writers.map(({ name, slug }) => ({ name, href: `/authors/${slug}` }))
  const topics = await namesOf(db, content.tagIds)
  return {
    page: { title: content.title || 'Untitled', unlisted: true },
    preview: `/posts/${postId}/edit`,
    jsonLd: {},
    post: {
      ...content,
      id: postId,
      type: saved.type,
      href: `/${content.slug}`,
      author: named[0] ?? { name: '', href: '' },
      authors: named,
      tags: topics.filter((name) => !name.startsWith('#')).map((name) => ({ name, href: '/tags' })),
      publishedAt: saved.publishedAt ?? new Date(),
      readingMinutes: Math.max(1, Math.round(plaintext.split(/\s+/).length / 220)),
      pieces: piecesOf(html),
      contents: contentsOf(html),
      profile: null,
    },
  }
}
