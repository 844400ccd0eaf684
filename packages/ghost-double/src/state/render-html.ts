interface Node {
  type: string
  text?: string
  tag?: string
  src?: string
  html?: string
  children?: Node[]
}

const known = new Set([
  'root',
  'paragraph',
  'heading',
  'extended-heading',
  'text',
  'extended-text',
  'image',
  'html',
  'link',
  'list',
  'listitem',
  'linebreak',
  'extended-quote',
  'quote',
  'horizontalrule',
  'paywall',
  'codeblock',
  'gallery',
  'bookmark',
  'embed',
  'callout',
  'toggle',
  'button',
  'audio',
  'video',
  'file',
  'markdown',
])

/** The nodes of a document, or null for what Ghost refuses as invalid. */
export function parseLexical(lexical: unknown): Node[] | null {
  try {
    const { root } = JSON.parse(String(lexical)) as { root: Node }
    return root.type === 'root' && Array.isArray(root.children) ? root.children : null
  } catch {
    return null
  }
}

/** HTML in the manner of Ghost's, which ends at the first block it does not know. */
export function renderHtml(lexical: unknown): string {
  const nodes = parseLexical(lexical) ?? []
  const unknown = nodes.findIndex(({ type }) => !known.has(type))
  return nodes
    .slice(0, unknown < 0 ? nodes.length : unknown)
    .map(block)
    .join('')
}

function block(node: Node): string {
  if (node.type === 'image')
    return `<figure class="kg-card kg-image-card"><img src="${node.src}"></figure>`
  if (node.type === 'html') return node.html ?? ''
  const tag = node.tag ?? 'p'
  return `<${tag}>${textOf(node)}</${tag}>`
}

function textOf(node: Node): string {
  const own = (node.text ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return own + (node.children ?? []).map(textOf).join('')
}
