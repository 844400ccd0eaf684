import { type Emitter, emitActivity } from '../../activitypub/index.ts'
import type { Db } from '../../db/index.ts'
import { commentHtml } from './comment-html.ts'

/** Where a comment lives for good, wherever the post is by then; a path of the blog. */
const pathOf = (id: string): string => `/comments/${id}`

export interface Told {
  type: 'Create' | 'Update' | 'Delete'
  id: string
  text?: string
  /** The comment it answers, else the post. */
  answers?: { commentId: string } | { slug: string }
}

/**
 * Tells the outbox of a comment, in the transaction that writes it. It stays in the house: what is
 * published is the cooperative's, and a member's words must not go out under its name.
 */
export async function tellOfComment(tx: Db, emitter: Emitter, told: Told): Promise<void> {
  const { type, id, text, answers } = told
  const { blog } = emitter.origins
  await emitActivity(tx, emitter, {
    app: 'blog',
    type,
    object: {
      type: 'Note',
      path: pathOf(id),
      ...(text !== undefined && { content: commentHtml(text) }),
      ...(answers && {
        inReplyTo: blog + ('slug' in answers ? `/${answers.slug}` : pathOf(answers.commentId)),
      }),
    },
    public: false,
  })
}
