import type { FastifyInstance } from 'fastify'
import { LexicalDocument } from '@rose-ash/shared/contracts/lexical'
import type { Db } from '@rose-ash/shared/db'
import type { WorkingContent } from '@rose-ash/shared/db/models/blog-writing'
import { BadInput } from '@rose-ash/shared/errors'
import { instantOf, localOf } from '@rose-ash/shared/time'
import { z } from 'zod'
import { postTags } from '../posts/post-tags.ts'
import { documentOf, savedPost } from './content.ts'
import type { Editor } from './editor.ts'
import { type PostForm, tagNames } from './form.ts'
import { savePost } from './save-post.ts'
import { tagIdsOf } from './tags.ts'
import { keepWorkingCopy } from './working-copies.ts'
import { EditConflict, InTheBin, type PostStatus, type WrittenPost } from './write-post.ts'

/** What each button makes of a post; none leaves it as it is. */
const statusAfter: Partial<Record<PostForm['action'], PostStatus>> = {
  publish: 'published',
  schedule: 'scheduled',
  unpublish: 'unpublished',
  draft: 'draft',
}

export interface FormSave {
  editor: Editor
  postId: string
  form: PostForm
}

/**
 * Saves what the edit page sent. When somebody else has saved the post meanwhile or put it into the
 * bin, or when something of it cannot be, the words are kept as the editor's working copy before that
 * is told.
 *
 * @throws {EditConflict} @throws {InTheBin} @throws {BadInput}
 */
export async function saveForm(app: FastifyInstance, save: FormSave): Promise<WrittenPost> {
  const { db, services, cache, appConfig } = app
  const { editor, postId, form } = save
  const { tagLine = '', commentsOpen, ...typed } = await contentOf(app, save)
  const content = { ...typed, tagIds: await tagIdsOf(db, tagNames(tagLine)) }
  const { baseVersion } = form
  try {
    checkAddress(content.canonicalUrl)
    const written = await savePost(db, services, {
      editor,
      postId,
      baseVersion,
      content,
      commentsOpen,
      status: statusAfter[form.action],
      publishedAt: await chosenInstant(db, save, appConfig.timeZone),
    })
    await cache.purge([...postTags(postId), 'tags'])
    return written
  } catch (error) {
    if ([EditConflict, InTheBin, BadInput].some((told) => error instanceof told)) {
      await keepWorkingCopy(db, editor, {
        postId,
        baseVersion,
        content: { ...content, commentsOpen },
      })
    }
    throw error
  }
}

/**
 * Everything of the post as the form has it, topics as they were typed. Without a script the text is
 * what was saved.
 */
export async function contentOf(
  { db }: FastifyInstance,
  { postId, form }: FormSave,
): Promise<WorkingContent> {
  const { baseVersion: _v, action: _a, publishAt: _p, lexical, authors, tags, ...fields } = form
  const before = await savedPost(db, postId)
  return {
    ...fields,
    featured: form.featured === 'on',
    commentsOpen: form.commentsOpen && form.commentsOpen === 'on',
    lexical: lexical === undefined ? await documentOf(before) : parseLexical(lexical),
    authorIds: authors.length > 0 ? z.array(z.uuid()).parse(authors) : before.content.authorIds,
    tagIds: before.content.tagIds,
    tagLine: tags,
  }
}

/** Here and not in the form, which keeps an address that is half typed. */
function checkAddress(address: string | null): void {
  if (address === null || z.url({ protocol: /^https?$/ }).safeParse(address).success) return
  throw new BadInput(
    `“${address}” is no web address. Write where it was first published as https://example.org/story.`,
  )
}

/** Undefined when the field says what it said before: it knows no seconds. */
async function chosenInstant(db: Db, { postId, form }: FormSave, timeZone: string) {
  const { publishedAt } = await savedPost(db, postId)
  const unchanged = publishedAt && localOf(publishedAt, timeZone) === form.publishAt
  if (unchanged) return undefined
  const at = instantOf(form.publishAt, timeZone)
  if (at === undefined) {
    throw new BadInput('That is no date and time. Write it as 2026-11-28T09:00.')
  }
  return at ?? undefined
}

function parseLexical(text: string): LexicalDocument {
  try {
    return LexicalDocument.parse(JSON.parse(text))
  } catch {
    throw new BadInput('The text did not arrive whole. Please save again; nothing of it is lost.')
  }
}
