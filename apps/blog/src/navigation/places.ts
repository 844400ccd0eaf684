import type { NavNode } from './queries.ts'

/** Where an item goes at the press of a key. */
export interface Place {
  parentId: string | null
  position: number
}

export interface PlacedItem extends Omit<NavNode, 'children'> {
  parentId: string | null
  position: number
  up: Place | undefined
  down: Place | undefined
  /** Below the one before it. */
  inward: Place | undefined
  /** To where its parent is, after it. */
  outward: Place | undefined
  children: PlacedItem[]
}

/** The tree with the places that each of its items can be moved to by one step. */
export function placesFor(nodes: readonly NavNode[], parent?: PlacedItem): PlacedItem[] {
  const parentId = parent?.id ?? null
  return nodes.map(({ children, ...node }, position) => {
    const before = nodes[position - 1]
    const item: PlacedItem = {
      ...node,
      parentId,
      position,
      up: position > 0 ? { parentId, position: position - 1 } : undefined,
      down: position < nodes.length - 1 ? { parentId, position: position + 1 } : undefined,
      inward: before && { parentId: before.id, position: before.children.length },
      outward: parent && { parentId: parent.parentId, position: parent.position + 1 },
      children: [],
    }
    item.children = placesFor(children, item)
    return item
  })
}
