import { commenterName } from '@rose-ash/shared/contracts/federation'
import { commentHtml } from '@rose-ash/shared/services/federation/comment-html'
import type { Conversation, ShownComment, Thread } from './queries.ts'

/** The threads as the template shows them to this viewer. */
export function shownThreads(
  { threads, looksAfter }: Pick<Conversation, 'threads' | 'looksAfter'>,
  viewerId: string | null,
) {
  const shown = (comment: ShownComment) => shownComment(comment, { viewerId, looksAfter })
  return threads.map(({ replies, ...top }) => ({ ...shown(top), replies: replies.map(shown) }))
}

/** The comment that is about to be answered, and its thread; undefined when it is not there any more. */
export function answeredIn(threads: ReturnType<typeof shownThreads>, id: string | undefined) {
  for (const thread of threads) {
    const found = [thread, ...thread.replies].find((one) => one.id === id && !one.removedBy)
    if (found) return { id: found.id, name: found.name, threadId: thread.id }
  }
  return undefined
}

function shownComment(
  { personId, name, text, removedBy, ...comment }: ShownComment,
  { viewerId, looksAfter }: { viewerId: string | null; looksAfter: boolean },
) {
  const own = viewerId !== null && personId === viewerId
  const there = removedBy === null
  return {
    ...comment,
    name: commenterName({ personId, name }),
    text,
    html: text === null ? null : commentHtml(text),
    removedBy,
    own,
    mayChange: own && there,
    mayHide: looksAfter && !own && there,
    mayReturn: text !== null && (removedBy === 'author' ? own : looksAfter && !own && !there),
  }
}

/** Whose names are shown: when one of them changes, so does the conversation. */
export function peopleIn({ threads }: Pick<Conversation, 'threads'>, viewerId: string | null) {
  const all = threads.flatMap((thread: Thread) => [thread, ...thread.replies])
  const ids = all.flatMap(({ personId }) => personId ?? [])
  return [...new Set(viewerId === null ? ids : [...ids, viewerId])]
}
