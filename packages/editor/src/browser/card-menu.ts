import { DEFAULT_NODES } from '@tryghost/koenig-lexical'
import { blockKinds, blockNames } from './block-names.ts'
import type { BlockKind } from './editor.ts'
import { icons } from './icons.tsx'
import type { Command, KoenigNodeClass, MenuItem } from './lexical-internals.ts'

/** What Koenig's menus dispatch for each of our blocks. */
export const insertCommands = Object.fromEntries(
  blockKinds.map((kind) => [kind, { type: `INSERT_ROSE_ASH_${kind.toUpperCase()}` }]),
) as Record<BlockKind, Command>

/** Cards that only a Ghost can do something with: they open and stay, and are not offered. */
const notOffered = new Set(['email', 'email-cta', 'signup', 'transistor'])

/**
 * Koenig builds its slash and plus menus from what the node classes say of themselves, so this is said
 * once for the page. A footnote belongs inside a sentence, where there is no menu of cards.
 */
export function prepareCardMenu(): void {
  for (const node of DEFAULT_NODES) {
    const type = typeof node.getType === 'function' ? node.getType() : undefined
    if (!type || !node.kgMenu) continue
    if (type === 'html') node.kgMenu = htmlItems(itemsOf(node))
    else if (type === 'product') node.kgMenu = renamed(itemsOf(node), 'Product review')
    else if (notOffered.has(type)) node.kgMenu = []
  }
}

const ours = blockKinds.filter((kind) => kind !== 'footnote')

/** Raw HTML for those who may, and what we store as HTML cards for everybody. */
function htmlItems(items: MenuItem[]): MenuItem[] {
  const raw = items.filter(({ section }) => section === undefined)
  return [
    ...raw.map((item) => ({
      ...item,
      isHidden: ({ config }: { config: { mayWriteHtml?: boolean } }) =>
        config.mayWriteHtml !== true,
    })),
    ...ours.map((kind, place) => ({
      label: blockNames[kind].label,
      Icon: icons[kind],
      insertCommand: insertCommands[kind],
      matches: blockNames[kind].words,
      priority: place,
      section: 'From the cooperative',
      shortcut: `/${blockNames[kind].words[0]}`,
    })),
  ]
}

function renamed(items: MenuItem[], label: string): MenuItem[] {
  return items.map((item) => ({
    ...item,
    label,
    matches: ['review', 'rating'],
    shortcut: '/review',
  }))
}

function itemsOf(node: KoenigNodeClass): MenuItem[] {
  if (!node.kgMenu) return []
  return Array.isArray(node.kgMenu) ? node.kgMenu : [node.kgMenu]
}
