import {
  commandNamed,
  type KoenigApi,
  type LexicalEditor,
  type LexicalNode,
  nodeWithKey,
} from './lexical-internals.ts'

/** Puts an HTML card where the caret is; at the end when the caret is nowhere. */
export function insertHtmlCard(api: KoenigApi, html: string): void {
  insertNodes(api, [{ type: 'html', version: 1, html, visibility: everywhere }])
}

/** Puts nodes where the caret is, as Koenig inserts a snippet. @param nodes as Lexical JSON. */
export function insertNodes(api: KoenigApi, nodes: object[]): void {
  const editor = api.editorInstance
  const { _selection: selection } = editor.getEditorState()
  if (!selection) api.focusEditor({ position: 'bottom' })
  const insert = commandNamed(editor, 'INSERT_SNIPPET_COMMAND')
  editor.dispatchCommand(insert, { value: JSON.stringify({ namespace: 'KoenigEditor', nodes }) })
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
  const { _nodes: classes } = editor
  const HtmlCard = classes.get('html')?.klass
  if (HtmlCard) nodeWithKey(editor, 'root')?.append?.(new HtmlCard({ html }))
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

/** Ghost's own way to say: on the web and in e-mails, for everybody. */
const everywhere = {
  web: { nonMember: true, memberSegment: 'status:free,status:-free' },
  email: { memberSegment: 'status:free,status:-free' },
}
