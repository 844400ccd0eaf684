import { pictureOf } from '@rose-ash/shared/services/media/picture'
import type { PostCard } from './card.ts'

const ofCards = '(min-width: 64rem) 24rem, (min-width: 40rem) 45vw, 100vw'
const ofLead = '(min-width: 66rem) 40rem, 100vw'

/** A card as templates show it. */
export interface ShownCard extends PostCard {
  /** The picture in all its sizes as HTML, when the library has it. */
  picture: string | undefined
}

interface Place {
  /** Of the blog, for pages of other apps. */
  origin?: string
  /** Large, and in sight when the page opens. */
  lead?: boolean
}

export function shownCard(post: PostCard, { origin = '', lead = false }: Place = {}): ShownCard {
  const { file, imageAlt } = post
  const sizes = lead ? ofLead : ofCards
  const alt = imageAlt || (file?.alt ?? '')
  const picture = file ? pictureOf({ file, sizes, alt, origin, lazy: !lead }) : undefined
  return { ...post, picture }
}

export const shownCards = (posts: readonly PostCard[], place?: Place): ShownCard[] =>
  posts.map((post) => shownCard(post, place))
