import { asc, sql } from 'drizzle-orm'
import type { AppName } from '@rose-ash/shared/config'
import type { Db } from '@rose-ash/shared/db'
import { navItems, posts } from '@rose-ash/shared/db/models/blog'
import { tags } from '@rose-ash/shared/db/models/blog-writing'
import type { Services } from '@rose-ash/shared/services/registry'

export interface NavNode {
  id: string
  label: string
  kind: (typeof navItems.$inferSelect)['kind']
  /** Absolute; null for what leads nowhere at the moment, such as to a draft. */
  href: string | null
  children: NavNode[]
}

/** The whole navigation tree, with absolute addresses of where things are now: one statement. */
export async function navTree(
  db: Db,
  services: Pick<Services, 'market' | 'events'>,
  origins: Record<AppName, string>,
): Promise<NavNode[]> {
  const { id, parentId, label, kind, app, path, url, targetId } = navItems
  const target = sql`${targetId}`
  const rows = await db
    .select({
      id,
      parentId,
      label,
      kind,
      app,
      url,
      path: sql<string | null>`case ${kind}
        when 'path' then ${path}
        when 'post' then (select '/' || post.slug from ${posts} post
          where post.id = ${target} and post.status = 'published')
        when 'tag' then (select '/tags/' || tag.slug from ${tags} tag where tag.id = ${target})
        when 'market' then ${services.market.path(target)}
        when 'calendar' then ${services.events.path(target)} end`,
    })
    .from(navItems)
    .orderBy(asc(navItems.position))
  const appOf = {
    path: null,
    url: null,
    post: 'blog',
    tag: 'blog',
    market: 'market',
    calendar: 'events',
  } as const
  const nodes = new Map<string, NavNode>(
    rows.map((row) => {
      const origin = origins[row.app ?? appOf[row.kind] ?? 'blog']
      const href = row.kind === 'url' ? row.url : row.path && origin + row.path
      return [row.id, { id: row.id, label: row.label, kind: row.kind, href, children: [] }]
    }),
  )
  const roots: NavNode[] = []
  for (const row of rows) {
    const siblings = row.parentId === null ? roots : nodes.get(row.parentId)?.children
    const node = nodes.get(row.id)
    if (node) siblings?.push(node)
  }
  return roots
}

/** What readers see of the tree: nothing that leads nowhere, but what is below it. */
export function visible(nodes: readonly NavNode[]): NavNode[] {
  return nodes.flatMap((node) => {
    const children = visible(node.children)
    return node.href === null ? children : [{ ...node, children }]
  })
}

/** Everything below an item, in the order of the menu. */
export function below(node: NavNode): NavNode[] {
  return node.children.flatMap((child) => [child, ...below(child)])
}

/** The item with this id, wherever in the tree it is. */
export function findNode(nodes: readonly NavNode[], id: string): NavNode | undefined {
  return nodes.flatMap((node) => [node, ...below(node)]).find((node) => node.id === id)
}
