import sharp from 'sharp'
import { aGhostDocument, type GhostWorld } from './ghost-world.ts'

/** Where the Ghost has its one picture. */
export const picture = '/content/images/2026/11/loaf.png'

/** A little of everything that a Ghost can have, a member without an address included. */
export async function fillGhost({ ghost }: Pick<GhostWorld, 'ghost'>): Promise<void> {
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  ghost.state.addFile(picture, { bytes, contentType: 'image/png' })
  const image = ghost.url + picture
  const bread = ghost.state.add('tags', { name: 'Bread', slug: 'bread', feature_image: image })
  const secret = ghost.state.add('tags', {
    name: '#secret',
    slug: 'hash-secret',
    visibility: 'internal',
  })
  const amy = ghost.state.add('users', { name: 'Amy', slug: 'amy', bio: 'Bakes.' })
  const [olive] = ghost.state.rows.users.keys()
  const words = {
    status: 'published',
    published_at: '2026-01-02T03:04:05.000Z',
    author_ids: [amy.id, olive],
    tag_ids: [bread.id, secret.id],
  }
  ghost.state.add('posts', {
    title: 'Rye',
    ...words,
    lexical: aGhostDocument('All about rye', image),
    feature_image: image,
    feature_image_alt: 'A loaf',
  })
  ghost.state.add('posts', {
    title: 'Wheat',
    lexical: aGhostDocument('Not yet'),
    custom_excerpt: 'Soon',
  })
  ghost.state.add('posts', {
    title: 'Paid',
    ...words,
    visibility: 'paid',
    lexical: aGhostDocument('Secret'),
  })
  ghost.state.add('pages', { title: 'About us', ...words, lexical: aGhostDocument('We bake') })
  const weekly = ghost.state.add('newsletters', { name: 'Weekly', slug: 'weekly' })
  ghost.state.add('members', {
    email: 'Reader@example.com',
    name: 'Reader',
    newsletter_ids: [weekly.id],
  })
  ghost.state.add('members', { email: 'not an address', newsletter_ids: [] })
}
