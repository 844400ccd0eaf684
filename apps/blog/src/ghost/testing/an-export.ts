/** The file of a site with one post in the old editor's form and a member. */
export function anExport(
  changes: Record<string, unknown> = {},
  meta: unknown = { version: '6.65.0' },
): string {
  const post = {
    id: '6b02a57cf43e4805638e0001',
    title: 'Old rye',
    slug: 'old-rye',
    mobiledoc: '{"version":"0.3.1","sections":[]}',
    lexical: null,
    html: '<p>Rye <img src="__GHOST_URL__/content/images/loaf.png"></p>',
    type: 'post',
    status: 'published',
    visibility: 'public',
    featured: 1,
    published_at: '2026-01-02 03:04:05',
    updated_at: 1_767_323_045_000,
  }
  const data = {
    posts: [post],
    posts_meta: [{ post_id: post.id, meta_title: 'Rye!' }],
    posts_authors: [{ post_id: post.id, author_id: '1', sort_order: 0 }],
    posts_tags: [
      { post_id: post.id, tag_id: '6b02a57cf43e4805638e0012', sort_order: 1 },
      { post_id: post.id, tag_id: '6b02a57cf43e4805638e0011', sort_order: 0 },
    ],
    tags: [
      { id: '6b02a57cf43e4805638e0011', name: 'Bread', slug: 'bread' },
      { id: '6b02a57cf43e4805638e0012', name: 'Rye', slug: 'rye' },
    ],
    users: [{ id: '1', name: 'Olive', slug: 'olive' }],
    newsletters: [
      { id: '6b02a57cf43e4805638e0021', name: 'Weekly', slug: 'weekly', status: 'active' },
    ],
    members: [{ id: '6b02a57cf43e4805638e0031', email: 'Reader@example.com', name: 'R' }],
    members_newsletters: [
      { member_id: '6b02a57cf43e4805638e0031', newsletter_id: '6b02a57cf43e4805638e0021' },
    ],
    settings: [{ key: 'navigation', value: '[{"label":"About","url":"/about/"}]' }],
    ...changes,
  }
  return JSON.stringify({ db: [{ meta, data }] })
}
