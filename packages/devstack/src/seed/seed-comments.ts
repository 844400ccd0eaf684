import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { people } from '@rose-ash/shared/db/models/account'
import { posts } from '@rose-ash/shared/db/models/blog'
import { comments } from '@rose-ash/shared/db/models/federation-comments'
import type { Services } from '@rose-ash/shared/services/registry'

const speakers = {
  joss: { email: 'joss@rose-ash.example', name: 'Joss Whitlock' },
  rosa: { email: 'rosa@rose-ash.example', name: 'Rosa Bell' },
  tom: { email: 'tom.ashby@rose-ash.example', name: 'Tom Ashby' },
}

interface SeedComment {
  by: keyof typeof speakers
  hoursAgo: number
  text: string
  replies?: SeedComment[]
}

/** What readers said below the first stories, by their slugs; the oldest first, as ids grow. */
const conversations: Record<string, SeedComment[]> = {
  'leeks-in-the-frost': [
    {
      by: 'rosa',
      hoursAgo: 40,
      text: 'Half an hour, butter, a lid. I did not believe it, and now I have nothing else on Tuesdays.',
    },
  ],
  'the-oven-is-twenty': [
    {
      by: 'rosa',
      hoursAgo: 20,
      text: 'I was one of the twelve, and the one who could not read the drawing either. What nobody tells you: the first loaf was a brick. We ate all of it.',
      replies: [
        {
          by: 'joss',
          hoursAgo: 19,
          text: 'It hangs above the mixer to this day. Nobody has dared to weigh it.',
        },
        {
          by: 'tom',
          hoursAgo: 17,
          text: 'Bring it to the long table. With soup it might give in.',
        },
      ],
    },
    {
      by: 'tom',
      hoursAgo: 6,
      text: 'Is there a place for children at the table?\n\nOurs are four and seven, and they have opinions about soup.',
      replies: [
        {
          by: 'joss',
          hoursAgo: 5,
          text: 'There is a low bench by the oven, which is the best seat in the house. Tell us when you come in.',
        },
      ],
    },
  ],
}

/** Conversations below the first stories, by people who have been here before. */
export async function seedComments(tx: Db, services: Services, now: Date): Promise<void> {
  for (const [slug, said] of Object.entries(conversations)) {
    const [post] = await tx.select().from(posts).where(eq(posts.slug, slug))
    if (!post) throw new Error(`the seed has no ${slug}`)
    for (const { replies = [], ...comment } of said) {
      const top = await say(tx, { services, post, now, comment })
      for (const reply of replies) {
        await say(tx, { services, post, now, comment: reply, inReplyTo: top })
      }
    }
  }
}

interface Saying {
  services: Services
  post: { id: string; slug: string }
  now: Date
  comment: SeedComment
  inReplyTo?: string
}

async function say(tx: Db, { services, post, now, comment, inReplyTo }: Saying): Promise<string> {
  const { email, name } = speakers[comment.by]
  const { id: personId } = await services.account.welcome(tx, email)
  await tx.update(people).set({ name }).where(eq(people.id, personId))
  const { text, hoursAgo } = comment
  const { id } = await services.federation.comment(tx, { post, personId, text, inReplyTo })
  const createdAt = new Date(now.getTime() - hoursAgo * 3_600_000)
  await tx.update(comments).set({ createdAt }).where(eq(comments.id, id))
  return id
}
