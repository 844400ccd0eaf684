import type { FastifyInstance } from 'fastify'
import { asc, inArray } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { authors } from '@rose-ash/shared/db/models/blog'
import { type PostContent, tags } from '@rose-ash/shared/db/models/blog-writing'
import { localOf } from '@rose-ash/shared/time'
import { editorAssets } from '@rose-ash/editor/assets'
import { documentOf, type SavedPost, savedPost } from './content.ts'
import { troubleWithGhost } from '../ghost/conflicts/waiting.ts'
import { checkEdits, type Editor } from './editor.ts'
import { nameOfNothing } from './slugs.ts'
import { findWorkingCopy } from './working-copies.ts'
import { InTheBin } from './write-post.ts'

/** What the edit page shows: the editor's own unsaved words where there are some. @throws {InTheBin} */
export async function editData(app: FastifyInstance, editor: Editor, postId: string) {
  const { db, appConfig } = app
  await checkEdits(db, editor, postId)
  const saved = await savedPost(db, postId)
  if (saved.deletedAt) throw new InTheBin()
  const copy = await findWorkingCopy(db, { postId, personId: editor.personId })
  const current = copy && copy.baseVersion === saved.version ? copy : undefined
  const content = current?.content ?? saved.content
  const { script, css } = editorAssets()
  return {
    page: { title: content.title || 'Untitled', unlisted: true },
    post: { ...saved, content: { ...content, slug: chosenSlug(saved, content) } },
    commentsOpen: current?.content.commentsOpen ?? saved.commentsOpen,
    editor,
    unsavedSince: current?.updatedAt,
    /** Words that were begun on a version that somebody has replaced. */
    conflict: copy !== undefined && current === undefined,
    ghost: await troubleWithGhost(db, postId),
    publishAt: localOf(saved.publishedAt, appConfig.timeZone),
    timeZone: appConfig.timeZone,
    tagLine: current?.content.tagLine ?? (await namesOf(db, content.tagIds)).join(', '),
    everyTag: await everyTag(db),
    everyAuthor: await everyAuthor(db),
    document: current?.content.lexical ?? (await documentOf(saved)),
    assets: { script: `/assets/editor/${script}`, css: `/assets/editor/${css}` },
  }
}

/** Empty while an address would still be made from the title. */
function chosenSlug({ id, status }: SavedPost, { slug }: PostContent): string {
  return status === 'draft' && slug === nameOfNothing(id) ? '' : slug
}

/** The names of these tags, in their order. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select({ id: tags.id, name: tags.name })
    .from(tags)
    .where(inArray(tags.id, [...ids]))
  return ids.flatMap((id) => rows.find((row) => row.id === id)?.name ?? [])
}

async function everyTag(db: Db): Promise<string[]> {
  const rows = await db.select({ name: tags.name }).from(tags).orderBy(asc(tags.name)).limit(500)
  return rows.map(({ name }) => name)
}

const everyAuthor = (db: Db) =>
  db.select({ id: authors.id, name: authors.name }).from(authors).orderBy(asc(authors.name))
