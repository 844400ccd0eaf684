import type { FragmentParams } from '@rose-ash/shared/fragments'

/** What federation's fragment needs to know of a post to show what was said below it. */
export function conversationOf(post: {
  id: string
  slug: string
  commentsOpen: boolean
}): FragmentParams {
  return { post: post.id, slug: post.slug, ...(!post.commentsOpen && { closed: 'yes' }) }
}
