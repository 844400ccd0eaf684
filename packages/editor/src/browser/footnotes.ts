import {
  type Footnote,
  footnoteAddress,
  footnoteId,
  footnotesBlock,
  inTextOrder,
  readFootnotes,
} from '../blocks/footnotes.ts'
import { appendHtmlCard, insertNodes, nodesInOrder } from './html-cards.ts'
import type { KoenigApi, LexicalEditor, LexicalNode } from './lexical-internals.ts'

/** Puts a reference where the caret is and the note at the end, and numbers all of them anew. */
export function insertFootnote(api: KoenigApi, text: string): void {
  const id = crypto.randomUUID().slice(0, 8)
  const notes = footnotesIn(api.editorInstance)
  insertNodes(api, [reference(id)])
  writeFootnotes(api, [...notes, { id, text }])
}

/** Writes the notes down and numbers their references; what refers to a note that is gone goes too. */
export function writeFootnotes(api: KoenigApi, notes: Footnote[]): void {
  const editor = api.editorInstance
  editor.update(() => {
    const references = referencesIn(editor)
    const ids = references.map(({ id }) => id)
    const ordered = inTextOrder(notes, ids)
    for (const { id, link } of references) {
      const number = ordered.findIndex((note) => note.id === id) + 1
      if (number === 0) link.remove()
      else link.getChildren?.()[0]?.setTextContent?.(String(number))
    }
    const block = blockIn(editor)
    if (block && ordered.length > 0) block.html = footnotesBlock(ordered)
    else if (block) block.remove()
    else if (ordered.length > 0) appendHtmlCard(editor, footnotesBlock(ordered))
  })
}

function footnotesIn(editor: LexicalEditor): Footnote[] {
  return editor.getEditorState().read(() => readFootnotes(blockIn(editor)?.html ?? '') ?? [])
}

function blockIn(editor: LexicalEditor): LexicalNode | undefined {
  return [...nodesInOrder(editor)].find(
    (node) => node.getType() === 'html' && readFootnotes(node.html ?? ''),
  )
}

function referencesIn(editor: LexicalEditor): { id: string; link: LexicalNode }[] {
  return [...nodesInOrder(editor)].flatMap((node) => {
    const id = node.getType() === 'link' ? footnoteId(node.getURL?.() ?? '') : undefined
    return id ? [{ id, link: node }] : []
  })
}

/** A raised number that leads to the note; the right one is written once it stands in the text. */
function reference(id: string): object {
  const shared = { version: 1, direction: 'ltr', indent: 0 }
  const number = { type: 'extended-text', text: '1', format: 64, detail: 0, mode: 'normal' }
  return {
    ...shared,
    type: 'link',
    format: '',
    url: footnoteAddress(id),
    rel: null,
    target: null,
    title: null,
    children: [{ ...number, style: '', version: 1 }],
  }
}
