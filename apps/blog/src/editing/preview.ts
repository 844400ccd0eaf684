import type { FastifyInstance } from 'fastify'
import { inArray } from 'drizzle-orm'
import { authors } from '@rose-ash/shared/db/models/blog'
import type { WorkingContent } from '@rose-ash/shared/db/models/blog-writing'
import { contentsOf, piecesOf } from '../posts/reading.ts'
import { documentOf, savedPost } from './content.ts'
import { readingMinutes } from '../posts/queries.ts'
import { namesOf } from './edit-data.ts'
import { tagNames } from './form.ts'
import { renderPost } from './render-post.ts'
import { checkEdits, type Editor } from './editor.ts'
import { findWorkingCopy } from './working-copies.ts'

/** The post as readers would see it now, with what the editor has not saved yet. */
export async function previewData({ db }: FastifyInstance, editor: Editor, postId: string) {
  await checkEdits(db, editor, postId)
  const saved = await savedPost(db, postId)
  const copy = await findWorkingCopy(db, { postId, personId: editor.personId })
  const content: WorkingContent = copy?.content ?? saved.content
  const { html } = await renderPost(db, copy?.content.lexical ?? (await documentOf(saved)))
  const writers = await db
    .select({ id: authors.id, name: authors.name, slug: authors.slug })
    .from(authors)
    .where(inArray(authors.id, content.authorIds))
  const inOrder = content.authorIds.flatMap((id) => writers.find((one) => one.id === id) ?? [])
  const named = inOrder.map(({ name, slug }) => ({ name, href: `/authors/${slug}` }))
  const { tagLine } = content
  const topics = tagLine === undefined ? await namesOf(db, content.tagIds) : tagNames(tagLine)
  return {
    page: { title: content.title || 'Untitled', unlisted: true },
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
      readingMinutes: readingMinutes(html),
      pieces: piecesOf(html),
      contents: contentsOf(html),
      profile: null,
    },
  }
}
