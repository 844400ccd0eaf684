import { createHash } from 'node:crypto'
import type { Config } from '@rose-ash/shared/config'
import type { Post } from '../posts/queries.ts'
import type { CardWords } from './draw-card.ts'

/** Grows when cards are drawn otherwise, so that every card gets a new address. */
const DRAWING = 2

type Told = Pick<Post, 'title' | 'type' | 'href' | 'author' | 'publishedAt'>

/** What the card of a post says: nothing that a stranger may not read. */
export function cardWords({ title, type, author, publishedAt }: Told, config: Config): CardWords {
  const date = dateFormat(config).format(publishedAt)
  return {
    title,
    site: config.cooperative.name,
    line: type === 'page' ? '' : `${author.name} · ${date}`,
  }
}

/** A card's address is made of its words: it never shows others, and may be kept for ever. */
export function cardPlace(post: Told, config: Config): { path: string; key: string } {
  const words = JSON.stringify([DRAWING, cardWords(post, config)])
  const hash = createHash('sha256').update(words).digest('hex').slice(0, 40)
  return { path: `/social${post.href}-${hash.slice(0, 16)}.png`, key: `${hash}/social.png` }
}

/** Making one takes longer than all else that a post's page works out, and every page names its card. */
function dateFormat(config: Config): Intl.DateTimeFormat {
  const { locale, timeZone } = config
  const format =
    formats.get(config) ?? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone })
  formats.set(config, format)
  return format
}

const formats = new WeakMap<Config, Intl.DateTimeFormat>()
