import { createRequire } from 'node:module'
import { randomBytes } from 'node:crypto'
import { findUnknownNodes } from '@rose-ash/editor/nodes'
import type { LexicalDocument, LexicalNode } from '@rose-ash/shared/contracts/lexical'
import { asTrusted } from './as-trusted.ts'
import { cleanHtml } from './clean-html.ts'
import { highlightCode } from './highlight-code.ts'
import type { Rendered } from './render-document.ts'
import { markPaywall, nameFootnotes, plainText, toDetails } from './rendered-dom.ts'

// Their ES modules cannot be loaded by Node: they import Lexical 0.13, which is CommonJS.
const require = createRequire(import.meta.url)
const { LexicalHTMLRenderer } =
  require('@tryghost/kg-lexical-html-renderer') as typeof import('@tryghost/kg-lexical-html-renderer')
const { DEFAULT_NODES } =
  require('@tryghost/kg-default-nodes') as typeof import('@tryghost/kg-default-nodes')
const { JSDOM } = require('jsdom') as { JSDOM: new (html?: string) => { window: Window } }

const { window } = new JSDOM()

/**
 * Renders in this thread; for the worker alone, see `renderDocument`.
 *
 * What is trusted is taken out of the document and put back when everything else is clean, under a
 * name nobody can guess.
 */
export async function renderHere(
  document: LexicalDocument,
  trusted: readonly string[],
): Promise<Rendered> {
  checkTypes(document)
  const kept = new Map<string, string>()
  const safe = withoutTrusted(document, new Set(trusted), kept)
  const rendered = await toHtml(safe)
  const container = window.document.createElement('div')
  container.innerHTML = rendered
  toDetails(container)
  markPaywall(container)
  nameFootnotes(container)
  highlightCode(container)
  const plaintext = plainText(container)
  const html = [...kept].reduce(
    (text, [name, card]) => text.replace(`<div class="${name}"></div>`, () => asTrusted(card)),
    cleanHtml(container.innerHTML),
  )
  return { html, plaintext }
}

/**
 * An error in a card comes after an empty answer, as a rejection that nobody handles: Ghost's renderer
 * calls an asynchronous function without waiting for it.
 */
let problem: unknown
process.on('unhandledRejection', (error) => (problem ??= error ?? true))

async function toHtml(document: LexicalDocument): Promise<string> {
  problem = undefined
  const renderer = new LexicalHTMLRenderer({
    dom: { window },
    nodes: DEFAULT_NODES,
    onError: (error: unknown) => (problem ??= error),
  } as ConstructorParameters<typeof LexicalHTMLRenderer>[0])
  const html = await renderer.render(JSON.stringify(document))
  await new Promise((resolve) => setImmediate(resolve))
  if (problem) throw new Error('a block in it cannot be shown')
  return html
}

/** Ghost's editor opens empty on an unknown node, and its renderer stops there. */
function checkTypes(document: LexicalDocument): void {
  const [unknown] = findUnknownNodes(document)
  if (unknown) throw new Error(`it has a block of a kind that nobody knows here (${unknown})`)
}

function withoutTrusted(
  document: LexicalDocument,
  trusted: ReadonlySet<string>,
  kept: Map<string, string>,
): LexicalDocument {
  const copy = (node: LexicalNode): LexicalNode => {
    if (node.type !== 'html' || typeof node.html !== 'string') return node
    if (!trusted.has(node.html)) return node
    const name = `kg-kept-${randomBytes(12).toString('hex')}`
    kept.set(name, node.html)
    return { ...node, html: `<div class="${name}"></div>` }
  }
  return { root: { ...document.root, children: document.root.children.map(copy) } }
}
