import type { LexicalDocument, LexicalNode } from '@rose-ash/shared/contracts/lexical'
import type { Db } from '@rose-ash/shared/db'
import type { PostContent } from '@rose-ash/shared/db/models/blog-writing'
import { BadInput } from '@rose-ash/shared/errors'
import type { Services } from '@rose-ash/shared/services/registry'
import { emptyDocument } from '@rose-ash/shared/contracts/lexical'
import { asTrusted } from '../documents/as-trusted.ts'
import { askToPush } from '../ghost/push/ask-to-push.ts'
import { authorOf } from './author-of.ts'
import { type SavedPost, savedPost } from './content.ts'
import { checkEdits, type Editor } from './editor.ts'
import { renderPost } from './render-post.ts'
import { nameOfNothing } from './slugs.ts'
import { tellOfPost } from './tell-of-post.ts'
import { dropWorkingCopy } from './working-copies.ts'
import { type PostStatus, writePost, type WrittenPost } from './write-post.ts'

export interface NewPost {
  type: 'post' | 'page'
  title?: string
}

type Needs = Pick<Services, 'account' | 'federation'>

/** Begins a draft by this editor. */
export async function createPost(
  db: Db,
  services: Needs,
  { editor, type, title = '' }: NewPost & { editor: Editor },
): Promise<WrittenPost> {
  return db.transaction(async (tx) => {
    const authorId = await authorOf(tx, services, editor.personId)
    return writePost(tx, {
      type,
      content: { ...emptyContent, title, authorIds: [authorId] },
      rendered: { html: '', plaintext: '' },
      status: 'draft',
      publishedAt: null,
      reason: 'created',
      personId: editor.personId,
    })
  })
}

export interface PostSave {
  editor: Editor
  postId: string
  /** The version that was opened. */
  baseVersion: number
  content: PostContent
  /** Whether people can write below it; as it is when absent. */
  commentsOpen?: boolean | undefined
  /** What becomes of it; as it is when absent. */
  status?: PostStatus | undefined
  /** When it is to be published, for `scheduled`; when it is said to have been, for `published`. */
  publishedAt?: Date | null | undefined
  /** Instead of the reason that follows from the status. */
  reason?: 'restored'
}

/**
 * Saves a post as it stands in the editor, publishes, schedules or unpublishes it, and drops the
 * editor's working copy; all of it or nothing.
 *
 * @throws {EditConflict} when it was saved by somebody else since it was opened.
 * @throws {Forbidden} when it is not theirs. @throws {Unrenderable} @throws {BadInput}
 */
export async function savePost(
  db: Db,
  services: Needs,
  save: PostSave,
  now: Date = new Date(),
): Promise<WrittenPost> {
  const { editor, postId, baseVersion, content } = save
  await checkEdits(db, editor, postId)
  const before = await savedPost(db, postId)
  const timing = timingOf(save, before, now)
  checkPublishable(content, timing.status)
  const trusted = trustedCards(content.lexical, before.html, editor)
  const rendered = await renderPost(db, content.lexical, { trusted })
  return db.transaction(async (tx) => {
    const written = await writePost(
      tx,
      {
        id: postId,
        type: before.type,
        content: completed(content, before),
        rendered,
        commentsOpen: save.commentsOpen,
        ...timing,
        reason: save.reason ?? reasonOf(before.status, timing.status),
        personId: editor.personId,
      },
      baseVersion,
    )
    await askToPush(tx, postId)
    await dropWorkingCopy(tx, { postId, personId: editor.personId })
    await tellOfPost(tx, services, { before, written, content, status: timing.status })
    return written
  })
}

const emptyContent: PostContent = {
  title: '',
  slug: '',
  lexical: emptyDocument,
  excerpt: '',
  image: null,
  imageAlt: '',
  imageCaption: '',
  visibility: 'public',
  featured: false,
  canonicalUrl: null,
  seoTitle: '',
  seoDescription: '',
  socialTitle: '',
  socialDescription: '',
  socialImage: null,
  authorIds: [],
  tagIds: [],
}

/**
 * A date in the past is when a post is said to have come out, one in the future is waited for. Nothing is
 * scheduled for the past, which a slip of the pen or a clock of elsewhere would publish at once.
 */
function timingOf({ status, publishedAt }: PostSave, before: SavedPost, now: Date) {
  const wanted = status ?? before.status
  const at = publishedAt ?? before.publishedAt
  if (wanted === 'draft' || wanted === 'unpublished') return { status: wanted, publishedAt: at }
  if (wanted === 'scheduled' && at === null) throw new BadInput('Say when it is to be published.')
  if (wanted === 'scheduled' && at && at > now) return { status: wanted, publishedAt: at }
  if (status === 'scheduled') {
    throw new BadInput('That moment has passed. Choose a later one, or publish it at once.')
  }
  const wasPublished = before.status === 'published' || publishedAt != null
  return { status: 'published' as const, publishedAt: wasPublished && at && at <= now ? at : now }
}

function checkPublishable({ title }: PostContent, status: PostStatus): void {
  if (title === '' && (status === 'published' || status === 'scheduled')) {
    throw new BadInput('Give it a title before it is published.')
  }
}

function reasonOf(before: PostStatus, after: PostStatus) {
  if (before === after) return 'saved' as const
  return after === 'draft' ? ('saved' as const) : after
}

/** Without authors it keeps those it had; an address made of nothing follows the title. */
function completed(content: PostContent, before: SavedPost): PostContent {
  const { authorIds } = content.authorIds.length > 0 ? content : before.content
  const nameless = before.status === 'draft' && content.slug === nameOfNothing(before.id)
  return { ...content, authorIds, slug: nameless ? '' : content.slug }
}

/**
 * An administrator's HTML cards are kept word for word. So are those that already stand in the page
 * as they were written: only an administrator can have put them there, as all others are cleaned.
 */
function trustedCards({ root }: LexicalDocument, html: string, { role }: Editor): string[] {
  const cards = root.children.flatMap((node: LexicalNode) =>
    node.type === 'html' && typeof node.html === 'string' ? node.html : [],
  )
  return role === 'admin' ? cards : cards.filter((card) => html.includes(asTrusted(card)))
}
