import type { GhostState } from '../state/ghost-state.ts'

/** The whole site as Ghost's own export has it: rows of its tables; no members and no images. */
export function exportOf(state: GhostState): unknown {
  const posts = [...state.rows.posts.values()].map((row) => ({ ...row, type: 'post' }))
  const pages = [...state.rows.pages.values()].map((row) => ({ ...row, type: 'page' }))
  const all: Record<string, unknown>[] = [...posts, ...pages]
  const joined = (field: string, name: string) =>
    all.flatMap((post) =>
      (post[field] as string[]).map((id, index) => ({
        id: state.newId(),
        post_id: post.id,
        [name]: id,
        sort_order: index,
      })),
    )
  const data = {
    newsletters: [...state.rows.newsletters.values()],
    posts: all.map(({ tag_ids: _t, author_ids: _a, tiers: _r, count: _c, ...own }) =>
      without(own, metaFields),
    ),
    posts_meta: all.map((post) => ({
      id: state.newId(),
      post_id: post.id,
      ...pick(post, metaFields),
    })),
    users: [...state.rows.users.values()].map(({ roles: _r, count: _c, ...own }) => own),
    posts_authors: joined('author_ids', 'author_id'),
    posts_tags: joined('tag_ids', 'tag_id'),
    tags: [...state.rows.tags.values()].map(({ count: _c, url: _u, ...own }) => own),
    settings: state.settings.map(({ key, value }) => ({ id: state.newId(), key, value })),
  }
  return { db: [{ meta: { exported_on: Date.now(), version: '6.65.0' }, data }] }
}

const metaFields = [
  'og_image',
  'og_title',
  'og_description',
  'twitter_image',
  'twitter_title',
  'twitter_description',
  'meta_title',
  'meta_description',
  'email_subject',
  'frontmatter',
  'feature_image_alt',
  'feature_image_caption',
  'email_only',
]

function pick(row: Record<string, unknown>, fields: string[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, row[field] ?? null]))
}

function without(row: Record<string, unknown>, fields: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([field]) => !fields.includes(field)))
}
