import { asc } from 'drizzle-orm'
import type { AppName } from '@rose-ash/shared/config'
import type { Db } from '@rose-ash/shared/db'
import { navItems } from '@rose-ash/shared/db/models/blog'

export interface NavNode {
  label: string
  href: string
  children: NavNode[]
}

/** The whole navigation tree, with absolute addresses. */
export async function navTree(db: Db, origins: Record<AppName, string>): Promise<NavNode[]> {
  const rows = await db.select().from(navItems).orderBy(asc(navItems.position))
  const nodes = new Map<string, NavNode>(
    rows.map(({ id, label, app, path }) => [
      id,
      { label, href: origins[app] + path, children: [] },
    ]),
  )
  const roots: NavNode[] = []
  for (const { id, parentId } of rows) {
    const siblings = parentId === null ? roots : nodes.get(parentId)?.children
    const node = nodes.get(id)
    if (node) siblings?.push(node)
  }
  return roots
}
