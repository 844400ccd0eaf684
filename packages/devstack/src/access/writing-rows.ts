import { emptyDocument } from '@rose-ash/shared/contracts/lexical'
import { all, type Row, type Statuses } from './row.ts'
import type { World } from './world.ts'

const none = '01a20000-0000-7000-8000-000000000000'

/** Writing is for authors and editors; the owner of this table is neither. */
export function writingRows({ postId, revisionId }: World): Row[] {
  const path = (url: string) => url.replace(':id', postId).replace(':revisionId', revisionId)
  const row = (
    method: Row['method'],
    url: string,
    status: number,
    more: Partial<Row> = {},
  ): Row => {
    const statuses: Statuses = [401, 403, 403, status]
    return { app: 'blog', method, url, path: path(url), statuses, ...more }
  }
  const version = { baseVersion: '1' }
  return [
    row('GET', '/posts', 200),
    row('GET', '/posts/links', 200),
    row('GET', '/posts/live', 200, { path: '/posts/live?kind=product' }),
    row('GET', '/posts/:id/edit', 200),
    row('GET', '/posts/:id/preview', 200),
    row('GET', '/posts/:id/revisions', 200),
    row('GET', '/posts/:id/revisions/:revisionId', 200),
    row('GET', '/posts/:id/conflict', 404),
    row('GET', '/posts/:id/deletion', 200),
    row('GET', '/posts/:id/ghost-conflict', 404),
    row('POST', '/posts/:id/ghost-conflict', 404, { body: { ...version, keep: 'ours' } }),
    row('GET', '/snippets', 200),
    row('GET', '/embeds', 400, { path: '/embeds?url=http://127.0.0.1/' }),
    row('GET', '/navigation', 200),
    row('POST', '/posts', 303, { body: { type: 'post' } }),
    row('POST', '/posts/:id/presence', 200),
    row('POST', '/posts/:id/presence/end', 204),
    row('PUT', '/posts/:id/working-copy', 200, {
      json: { baseVersion: 1, form: { title: 'Mine', lexical: JSON.stringify(emptyDocument) } },
    }),
    row('POST', '/posts/:id/working-copy/removal', 303),
    row('POST', '/posts/:id/conflict', 404, { body: { ...version, keep: 'mine' } }),
    row('POST', '/posts/:id', 303, { body: { ...version, title: 'Changed' } }),
    row('POST', '/posts/:id/revisions/:revisionId/restoration', 409, { body: version }),
    row('POST', '/posts/:id/deletion', 303),
    row('GET', '/bin', 200),
    row('GET', '/bin/:id/removal', 200),
    row('POST', '/bin/:id/restoration', 303),
    row('POST', '/bin/:id/removal', 404),
    ...asideRows(row),
    ...editorialRows(),
  ]
}

type MakeRow = (method: Row['method'], url: string, status: number, more?: Partial<Row>) => Row

/** Blocks to use again, the menu, and files that everybody may ask for. */
function asideRows(row: MakeRow): Row[] {
  return [
    row('POST', '/snippets', 200, { json: { name: 'Note', value: '{"nodes":[]}' } }),
    row('DELETE', '/snippets', 200, { json: { name: 'Note' } }),
    row('POST', '/navigation', 303, { body: { label: 'Archive', address: '/archive' } }),
    row('POST', '/navigation/:id', 404, { path: `/navigation/${none}`, body: { label: 'X' } }),
    row('POST', '/navigation/:id/place', 404, {
      path: `/navigation/${none}/place`,
      body: { position: '0' },
    }),
    row('GET', '/navigation/:id/removal', 404, { path: `/navigation/${none}/removal` }),
    row('POST', '/navigation/:id/removal', 303, { path: `/navigation/${none}/removal` }),
    row('GET', '/assets/editor/*', 404, {
      path: '/assets/editor/none.js',
      statuses: [404, 404, 404, 404],
    }),
    row('GET', '/social/:file', 404, {
      path: '/social/none-0123456789abcdef.png',
      statuses: [404, 404, 404, 404],
    }),
  ]
}

/** What is kept in order around the posts. */
function editorialRows(): Row[] {
  const row = (
    method: Row['method'],
    url: string,
    status: number,
    body?: Record<string, string>,
  ): Row => {
    const statuses: Statuses = [401, 403, 403, status]
    return {
      app: 'blog',
      method,
      url,
      path: url.replace(':id', none),
      statuses,
      ...(body && { body }),
    }
  }
  return [
    row('GET', '/people', 200),
    row('POST', '/people', 303, { email: 'new@rose-ash.example', role: 'author' }),
    row('POST', '/people/:id/role-removal', 303, { role: 'author' }),
    row('GET', '/topics', 200),
    row('GET', '/topics/:id', 404),
    row('POST', '/topics/:id', 404, { name: 'X' }),
    row('POST', '/topics/:id/merger', 404, { into: none.replace('0000000', '1111111') }),
    row('GET', '/topics/:id/deletion', 404),
    row('POST', '/topics/:id/deletion', 303),
    row('POST', '/topics/groups', 303, { name: 'X' }),
    row('POST', '/topics/groups/:id', 404, { name: 'Y' }),
    row('POST', '/topics/groups/:id/place', 404, { place: '0' }),
    row('POST', '/topics/groups/:id/removal', 303),
    { ...row('GET', '/newsletters', 200), statuses: [401, 200, 200, 200] },
    { ...row('POST', '/newsletters/:id/subscription', 404), statuses: [401, 404, 404, 404] },
    {
      ...row('POST', '/newsletters/:id/subscription/removal', 303),
      statuses: [401, 303, 303, 303],
    },
    row('POST', '/newsletters', 303, { name: 'News' }),
    row('POST', '/newsletters/:id', 404, { name: 'X' }),
    row('POST', '/newsletters/:id/status', 404, { status: 'archived' }),
    ...(['GET', 'POST'] as const).map((method) => ({
      app: 'blog' as const,
      method,
      url: '/newsletters/subscriptions/:token',
      path: '/newsletters/subscriptions/none',
      statuses: all(404),
    })),
    row('GET', '/posts/:id/mailing', 404),
    row('POST', '/posts/:id/mailing', 404, { newsletter: none }),
    row('POST', '/posts/:id/mailing/removal', 303, { newsletter: none }),
    row('POST', '/posts/:id/mailing/trial', 404),
    row('GET', '/writers', 200),
    row('GET', '/writers/:id', 404),
    row('POST', '/writers/:id', 404, { name: 'X' }),
    row('POST', '/writers/:id/person', 404, { email: 'new@rose-ash.example' }),
    row('POST', '/writers/:id/person/removal', 303),
  ]
}
