import type { Db } from '@rose-ash/shared/db'
import type { PostContent } from '@rose-ash/shared/db/models/blog-writing'
import { addJob } from '@rose-ash/shared/jobs'
import type { Services } from '@rose-ash/shared/services/registry'
import type { SavedPost } from './content.ts'
import type { PostStatus, WrittenPost } from './write-post.ts'

interface Change {
  before: Pick<SavedPost, 'type' | 'status' | 'content'>
  written: WrittenPost
  content: Pick<PostContent, 'title' | 'excerpt' | 'visibility'>
  status: PostStatus
}

/**
 * Tells the outbox what became of a post that everybody may read: it appeared (`Create`), changed
 * (`Update`) or went (`Delete`). Pages and what is for members alone are told to nobody.
 */
export async function tellOfPost(
  tx: Db,
  { federation }: Pick<Services, 'federation'>,
  { before, written, content, status }: Change,
): Promise<void> {
  const was = before.status === 'published' && before.content.visibility === 'public'
  const is = status === 'published' && content.visibility === 'public'
  if (was && !is) {
    await addJob(tx, { task: 'refresh-search-words', key: 'refresh-search-words', payload: {} })
  }
  if (before.type === 'page' || (!was && !is)) return
  const path = `/${written.slug}`
  const { title: name, excerpt: summary } = content
  const type = is ? (was ? 'Update' : 'Create') : 'Delete'
  const object = { type: 'Article', path, name, summary }
  await federation.publish(tx, { app: 'blog', type, object, public: true })
}
