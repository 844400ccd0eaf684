import type { Db } from '@rose-ash/shared/db'
import type { GhostClient, GhostList } from '../client/create-ghost-client.ts'
import type { GhostParts } from '../ghost-parts.ts'
import type { OpenSite } from '../sites/open-site.ts'
import type { GhostKind, Taken } from './links.ts'
import type { TakenMedia } from './take-media.ts'
import { takeMember } from './take-member.ts'
import { tagImage } from './take-missing-names.ts'
import { takeAuthor, takeNewsletter, takeTag } from './take-named.ts'
import { takePictures, takePost } from './take-post.ts'

/** Where a Ghost lists its things. */
export const listOf = {
  newsletter: 'newsletters',
  tag: 'tags',
  author: 'users',
  post: 'posts',
  page: 'pages',
  member: 'members',
} as const satisfies Record<GhostKind, GhostList>

/** A row of any of the lists, as the client reads it. */
export type GhostRow =
  ReturnType<GhostClient['browse']> extends AsyncGenerator<infer Row> ? Row : never

export interface Taking {
  reason: 'imported' | 'synced'
  /** Written in the same transaction, whatever happens to the thing. */
  also?: (tx: Db, problems: TakenMedia['problems']) => Promise<void>
  /** What `beginThing` answered for it. */
  media?: TakenMedia | undefined
}

/** Does of a thing what can be done before it is its turn. */
export async function beginThing(
  parts: GhostParts,
  site: OpenSite,
  { kind, row }: { kind: GhostKind; row: GhostRow },
): Promise<TakenMedia | undefined> {
  if (kind !== 'post' && kind !== 'page') return undefined
  return takePictures(parts, site, { kind, row: row as never })
}

/** Takes one thing as its Ghost has it; seen again, it changes nothing. */
export async function takeThing(
  parts: GhostParts,
  site: OpenSite,
  thing: { kind: GhostKind; row: GhostRow },
  { reason, also = async () => undefined, media }: Taking,
): Promise<Taken> {
  const { kind } = thing
  const row = thing.row as never
  if (kind === 'post' || kind === 'page')
    return takePost(parts, site, { kind, row, reason, also, media })
  const { feature_image: picture } = row as { feature_image: string | null }
  const image = kind === 'tag' ? await tagImage(parts, site, picture) : null
  const taken = await parts.db.transaction(async (tx) => {
    const done = await takers[kind](tx, { parts, siteId: site.id, row, image })
    await also(tx, [])
    return done
  })
  if (kind === 'tag' && taken === 'changed') await parts.purge(['tags', 'posts', 'navigation'])
  return taken
}

interface Take {
  parts: GhostParts
  siteId: string
  row: never
  image: string | null
}

const takers: Record<
  'newsletter' | 'tag' | 'author' | 'member',
  (tx: Db, take: Take) => Promise<Taken>
> = {
  newsletter: (tx, { siteId, row }) => takeNewsletter(tx, siteId, row),
  tag: (tx, { siteId, row, image }) => takeTag(tx, siteId, row, image),
  author: (tx, { siteId, row }) => takeAuthor(tx, siteId, row),
  member: (tx, { parts, siteId, row }) => takeMember(tx, parts.services, siteId, row),
}

/** What an editor knows a thing by. */
export function nameOf(kind: GhostKind, row: { id: string }): string {
  const { title, name, email } = row as { title?: string; name?: string; email?: string }
  const shown = [title, name, email].find(Boolean) ?? row.id
  return `${kind}: ${shown}`
}
