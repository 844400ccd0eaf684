import {
  type Footnote,
  footnoteAddress,
  footnoteId,
  footnotesBlock,
  inTextOrder,
  readFootnotes,
} from '../blocks/footnotes.ts'
import { appendHtmlCard, newNode, nodesInOrder } from './html-cards.ts'
import type { LexicalEditor, LexicalNode } from './lexical-internals.ts'

/** Puts a reference where the caret is and the note at the end, and numbers all of them anew. */
export function insertFootnote(editor: LexicalEditor, text: string): void {
  const id = crypto.randomUUID().slice(0, 8)
  const notes = footnotesIn(editor)
  editor.update(() => insertReference(editor, id))
  writeFootnotes(editor, [...notes, { id, text }])
}

/** Writes the notes down and numbers their references; what refers to a note that is gone goes too. */
export function writeFootnotes(editor: LexicalEditor, notes: Footnote[]): void {
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
function insertReference(editor: LexicalEditor, id: string): void {
  const link = newNode(editor, 'link', footnoteAddress(id))
  const number = newNode(editor, 'extended-text', '1')
  number.setFormat?.(raised)
  link.append?.(number)
  const { _pendingEditorState: state } = editor
  const { _selection: selection } = state ?? editor.getEditorState()
  selection?.insertNodes([link])
  link.selectNext(0, 0)
}

/** Lexical's bit for superscript. */
const raised = 64
