import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import {
  ghostLinks,
  type GhostMenuItem,
  type GhostMenus,
  ghostSites,
} from '@rose-ash/shared/db/models/blog-ghost'
import { type NavNode, navTree, visible } from '../../navigation/queries.ts'
import { GhostTrouble } from '../client/errors.ts'
import type { GhostParts } from '../ghost-parts.ts'
import { localPath } from '../import/take-navigation.ts'
import { isSame } from '../projection/canonical.ts'
import type { OpenSite } from '../sites/open-site.ts'

/**
 * Makes a Ghost's two menus ours: the first level of our tree is its menu, and what is below is its
 * second one, for a Ghost has no submenus. What somebody put there and we never sent stays, behind
 * ours; what we sent once and have no more goes.
 *
 * @throws {GhostTrouble}
 */
export async function sendMenus(parts: GhostParts, site: OpenSite): Promise<void> {
  const { db, origin } = parts
  const ours = await ourMenus(parts, site)
  const [row] = await db
    .select({ before: ghostSites.menuPushed })
    .from(ghostSites)
    .where(eq(ghostSites.id, site.id))
  if (!site.staff || !row || isSame(ours, row.before)) return
  const settings = await site.staff.settings()
  const keyOf = (url: string) => localPath(url, origin) ?? localPath(url, site.url) ?? url
  const changed: Record<string, string> = {}
  for (const [menu, setting] of Object.entries(settingOf)) {
    const name = menu as keyof GhostMenus
    const theirs = readMenu(settings.get(setting))
    const merged = mergeMenu({ ours: ours[name], theirs, before: row.before?.[name] ?? [] }, keyOf)
    if (!isSame(merged, theirs)) changed[setting] = JSON.stringify(merged)
  }
  if (Object.keys(changed).length > 0) await site.staff.changeSettings(changed)
  await db.update(ghostSites).set({ menuPushed: ours }).where(eq(ghostSites.id, site.id))
}

const settingOf = { navigation: 'navigation', secondary: 'secondary_navigation' } as const

interface Menus {
  ours: readonly GhostMenuItem[]
  theirs: readonly GhostMenuItem[]
  /** Ours when it was sent last. */
  before: readonly GhostMenuItem[]
}

function mergeMenu(
  { ours, theirs, before }: Menus,
  keyOf: (url: string) => string,
): GhostMenuItem[] {
  const addresses = new Map(theirs.map(({ url }) => [keyOf(url), url]))
  const known = new Set([...ours, ...before].map(({ url }) => keyOf(url)))
  return [
    ...ours.map(({ label, url }) => ({ label, url: addresses.get(keyOf(url)) ?? url })),
    ...theirs.filter(({ url }) => !known.has(keyOf(url))),
  ]
}

const Menu = z.array(z.object({ label: z.string(), url: z.string() }))

/** @throws {GhostTrouble} when it is no menu, for then we must not overwrite it. */
function readMenu(setting: unknown): GhostMenuItem[] {
  if (setting === undefined || setting === null || setting === '') return []
  try {
    return Menu.parse(typeof setting === 'string' ? JSON.parse(setting) : setting)
  } catch {
    throw new GhostTrouble('ghost_unreadable', 'a menu')
  }
}

async function ourMenus(parts: GhostParts, site: OpenSite): Promise<GhostMenus> {
  const { db, services, origin, origins } = parts
  const tree = visible(await navTree(db, services, origins))
  const slugs = await theirSlugs(parts, site)
  const item = ({ label, href }: NavNode) => {
    const path = href?.startsWith(`${origin}/`) ? href.slice(origin.length) : undefined
    return { label, url: (path && slugs.get(path)) ?? href ?? '/' }
  }
  const below = (nodes: readonly NavNode[]): NavNode[] =>
    nodes.flatMap((node) => [node, ...below(node.children)])
  const secondary = tree.flatMap(({ children }) => below(children)).map(item)
  return { navigation: tree.map(item), secondary }
}

/** Where things of ours that the Ghost has, too, are over there. */
async function theirSlugs({ db }: GhostParts, site: OpenSite): Promise<Map<string, string>> {
  const { kind, base, localSlug } = ghostLinks
  const kinds = inArray(kind, ['post', 'page', 'tag', 'author'])
  const rows = await db
    .select({ kind, base, localSlug })
    .from(ghostLinks)
    .where(and(eq(ghostLinks.siteId, site.id), eq(ghostLinks.state, 'in-step'), kinds))
  const addresses = rows.map(({ kind: what, base: { slug }, localSlug: ours }) => {
    const there = String(slug)
    if (what === 'tag') return [`/tags/${there}`, `/tag/${there}/`] as const
    if (what === 'author') return [`/authors/${there}`, `/author/${there}/`] as const
    return [`/${ours ?? there}`, `/${there}/`] as const
  })
  return new Map([['/', '/'], ...addresses])
}
