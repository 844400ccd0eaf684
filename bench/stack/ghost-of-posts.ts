import sharp from 'sharp'
import { startGhost } from '@rose-ash/ghost-double'
import { aStory } from '../cases/documents.ts'

/**
 * `node ghost-of-posts.ts <posts> <pictures>`: a Ghost with so many posts of 20 blocks, each with a
 * picture at its head and one in its text. Says where it is and its key in a line of JSON.
 */
const [posts = 0, pictures = 1] = process.argv.slice(2).map(Number)
const BLOCKS = 20

const ghost = await startGhost()
for (let n = 0; n < pictures; n += 1) {
  ghost.state.addFile(addressOf(n), { bytes: await aPicture(), contentType: 'image/jpeg' })
}
const [olive] = ghost.state.rows.users.keys()
const authors = [olive, ghost.state.add('users', { name: 'Amy', slug: 'amy' }).id]
const tags = Array.from({ length: 20 }, (_, n) => ghost.state.add('tags', { name: `Tag ${n}` }).id)
for (let n = 0; n < posts; n += 1) {
  // Neighbours share a picture, so that new ones come up until the end.
  const at = Math.floor((n * pictures) / posts)
  ghost.state.add('posts', {
    title: `Post ${n} of many`,
    slug: `post-${n}`,
    status: 'published',
    published_at: new Date(Date.UTC(2020, 0, 1) + n * 3_600_000).toISOString(),
    feature_image: ghost.url + addressOf(at),
    author_ids: [authors[n % 2]],
    tag_ids: [tags[n % 20], tags[(n + 7) % 20]],
    lexical: JSON.stringify(aStory(BLOCKS, ghost.url + addressOf((at + 1) % pictures))),
  })
}
process.stdout.write(`${JSON.stringify({ url: ghost.url, adminKey: ghost.adminKey })}\n`)

function addressOf(n: number): string {
  return `/content/images/2026/11/picture-${n}.jpg`
}

/** 800 × 533 of soft colours, no two alike; about as many bytes as a photograph. */
async function aPicture(): Promise<Buffer> {
  const [width, height] = [40, 27]
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
  const seed = sharp({ create: { width, height, channels: 3, background: '#888', noise } })
  const small = await seed.png().toBuffer()
  return sharp(small).resize(800, 533, { fit: 'fill' }).jpeg({ quality: 85 }).toBuffer()
}
