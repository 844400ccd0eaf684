import type { LexicalDocument } from '@rose-ash/shared/contracts/lexical'

/** Every node type that this release of Ghost's editor opens; a test holds it against the editor. */
export const knownNodeTypes: ReadonlySet<string> = new Set([
  'root',
  'paragraph',
  'text',
  'linebreak',
  'tab',
  'extended-text',
  'heading',
  'extended-heading',
  'quote',
  'extended-quote',
  'aside',
  'list',
  'listitem',
  'link',
  'at-link',
  'at-link-search',
  'tk',
  'zwnj',
  'audio',
  'bookmark',
  'button',
  'call-to-action',
  'callout',
  'codeblock',
  'email',
  'email-cta',
  'embed',
  'file',
  'gallery',
  'header',
  'horizontalrule',
  'html',
  'image',
  'markdown',
  'paywall',
  'product',
  'signup',
  'toggle',
  'transistor',
  'video',
])

/**
 * The types in a document that the editor does not know, each once, in the order they appear. With
 * one of them it would open empty, and Ghost would cut the post there: such a document must be
 * neither opened nor stored. What is no node at all is named `(not a node)`.
 */
export function findUnknownNodes(document: LexicalDocument): string[] {
  const unknown = new Set<string>()
  const waiting: unknown[] = [document.root]
  // A list and not recursion, so that a hostile document's depth costs no stack.
  for (let node = waiting.pop(); waiting.length > 0 || node !== undefined; node = waiting.pop()) {
    const type = typeOf(node)
    if (!knownNodeTypes.has(type)) unknown.add(type)
    for (const child of childrenOf(node).toReversed()) waiting.push(child ?? null)
  }
  return [...unknown]
}

function typeOf(node: unknown): string {
  const type = isObject(node) ? node.type : undefined
  return typeof type === 'string' && type !== '' ? type : '(not a node)'
}

function childrenOf(node: unknown): unknown[] {
  return isObject(node) && Array.isArray(node.children) ? node.children : []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
