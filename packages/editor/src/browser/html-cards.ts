import {
  commandNamed,
  type LexicalEditor,
  type LexicalNode,
  nodeWithKey,
} from './lexical-internals.ts'

/** Puts an HTML card where the caret is. */
export function insertHtmlCard(editor: LexicalEditor, html: string): void {
  const insert = commandNamed(editor, 'INSERT_CARD_COMMAND')
  editor.update(() => {
    editor.dispatchCommand(insert, { cardNode: newNode(editor, 'html', { html }) })
  })
}

/** A node that stands nowhere yet; inside `update` only. @throws when there is no such type. */
export function newNode(editor: LexicalEditor, type: string, data: unknown): LexicalNode {
  const { _nodes: classes } = editor
  const NodeClass = classes.get(type)?.klass
  if (!NodeClass) throw new Error(`Koenig no longer knows the node ${type}`)
  return new NodeClass(data)
}

/** What is in an HTML card; undefined when there is no such card. */
export function htmlOf(editor: LexicalEditor, key: string): string | undefined {
  return editor.getEditorState().read(() => nodeWithKey(editor, key)?.html)
}

export function replaceHtml(editor: LexicalEditor, key: string, html: string): void {
  editor.update(() => {
    const card = nodeWithKey(editor, key)
    if (card) card.html = html
  })
}

/** Puts an HTML card at the end, wherever the caret is; inside `update` only. */
export function appendHtmlCard(editor: LexicalEditor, html: string): void {
  nodeWithKey(editor, 'root')?.append?.(newNode(editor, 'html', { html }))
}

/** Every node of the document in the order of the text; inside `update` and `read` only. */
export function* nodesInOrder(editor: LexicalEditor): Generator<LexicalNode> {
  const root = nodeWithKey(editor, 'root')
  const waiting = root ? [root] : []
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node
    waiting.push(...(node.getChildren?.() ?? []).toReversed())
  }
}
