import { z } from 'zod'
import type { Db } from '../db/index.ts'

const AppName = z.enum(['blog', 'market', 'cart', 'events', 'federation', 'account'])

/**
 * What happened, before it has an id. `path` is where the object lives on `app`'s origin; `public`
 * ones are for everybody, the others stay in the house.
 */
export const ActivityDraft = z.object({
  app: AppName,
  type: z.enum(['Create', 'Update', 'Delete', 'Accept', 'Reject', 'Join', 'Leave', 'Undo']),
  object: z.object({ type: z.string(), path: z.string().startsWith('/') }).catchall(z.unknown()),
  public: z.boolean().default(false),
})

export type ActivityDraft = z.input<typeof ActivityDraft>

/** Characters that no text has: PostgreSQL refuses the first, and nobody sees the others. */
const unprintable = /[^\P{Cc}\t\n]/gu

/** What somebody says, without what surrounds it; line ends as programs write them. */
export const CommentText = z
  .string()
  .transform((typed) => typed.replaceAll(/\r\n?/g, '\n').replaceAll(unprintable, '').trim())
  .pipe(
    z
      .string()
      .min(1, 'Write a few words first.')
      .max(4_000, 'That is too long: 4,000 characters fit. Your words are below; say it in two.'),
  )

/** The cache tag of all that shows the comments of a post. */
export const commentsTag = (postId: string): string => `comments:${postId}`

/** Somebody's words below a post, or in answer to a comment there. */
export interface NewComment {
  post: { id: string; slug: string }
  personId: string
  /** As `CommentText` has it. */
  text: string
  /** A comment of the same post; a reply to a reply is put below its top comment. */
  inReplyTo?: string | undefined
}

export interface CommentEdit {
  id: string
  personId: string
  /** As `CommentText` has it. */
  text: string
}

/** Takes a comment back, or hides somebody else's; or undoes either. */
export interface CommentRemoval {
  id: string
  personId: string
  /** Why somebody else's is hidden; who wrote it reads it. */
  reason?: string | undefined
}

/** Where a comment stands. */
export interface CommentPlace {
  id: string
  postId: string
  /** The comment it replies to, else itself. */
  threadId: string
  /** Whether it is on the post's own page, which has the first threads alone. */
  early: boolean
}

/** A comment as the desk lists it. */
export interface CommentRow {
  id: string
  postId: string
  text: string
  /** null: somebody who left. */
  personId: string | null
  /** What its writer goes by; null for who has no name. */
  name: string | null
  createdAt: Date
  /** Absent: everybody who may read the post reads it. */
  removedBy: 'author' | 'editor' | null
  hiddenReason: string | null
}

/** What a comment's writer is called in front of everybody. */
export function commenterName({ personId, name }: Pick<CommentRow, 'personId' | 'name'>): string {
  return personId === null ? 'Somebody who left' : (name ?? 'A member')
}

/** What the other domains may ask of federation. */
export interface FederationService {
  /**
   * Writes an activity of the cooperative into the outbox, in the caller's transaction, with one
   * handling for every handler that waits for its kind. Answers the activity's id.
   */
  publish(db: Db, draft: ActivityDraft): Promise<string>
  /**
   * Says something below a post; said twice, it is there once. Whether this person may read the post
   * is for the caller to know.
   *
   * @throws {Refusal} `too_fast` from the sixth within a minute on, `comment_gone` when what it
   * replies to was removed, `thread_full`. @throws {NotFound} for a reply to nothing of this post.
   */
  comment(db: Db, comment: NewComment): Promise<CommentPlace>
  /** @throws {NotFound} */
  commentPlace(db: Db, id: string): Promise<CommentPlace>
  /** One's own. @throws {NotFound} @throws {Forbidden} @throws {Refusal} `comment_gone`, `said_already` */
  editComment(db: Db, edit: CommentEdit): Promise<CommentPlace>
  /**
   * Takes back one's own; hides another's, which is for editors, administrators and who wrote the
   * post. @throws {NotFound} @throws {Forbidden}
   */
  removeComment(db: Db, removal: CommentRemoval): Promise<CommentPlace>
  /** Undoes that. @throws {NotFound} @throws {Forbidden} @throws {Refusal} `said_already` */
  returnComment(db: Db, removal: CommentRemoval): Promise<CommentPlace>
  /**
   * Comments of these posts, or with null of all, the newest first: those before the one named.
   * Those that were taken back are not among them.
   */
  newestComments(db: Db, asked: NewestComments): Promise<CommentRow[]>
}

export interface NewestComments {
  postIds: readonly string[] | null
  before?: string | undefined
  limit: number
}
