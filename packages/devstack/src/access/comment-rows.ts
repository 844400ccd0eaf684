import { all, type Row } from './row.ts'
import type { World } from './world.ts'

/** What is said below a post: for everybody to read, for members to write, for its owner to change. */
export function commentRows({ commentId }: World): Row[] {
  const row = (
    method: Row['method'],
    url: string,
    statuses: Row['statuses'],
    more: Partial<Row> = {},
  ): Row => ({
    app: 'blog',
    method,
    url,
    path: url.replace(':slug', 'the-oven-is-twenty').replace(':commentId', commentId),
    statuses,
    ...more,
  })
  return [
    row('GET', '/:slug/comments', all(200)),
    row('GET', '/comments/:commentId', all(302)),
    row('GET', '/comments', [401, 403, 403, 200]),
    row('POST', '/:slug/comments', [401, 303, 303, 303], { body: { text: 'Is there soup?' } }),
    row('POST', '/comments/:commentId/text', [401, 403, 303, 403], { body: { text: 'Changed.' } }),
    row('POST', '/comments/:commentId/removal', [401, 403, 303, 303]),
    row('POST', '/comments/:commentId/return', [401, 403, 303, 303]),
  ]
}
