import { type Footnote, readFootnotes } from '../blocks/footnotes.ts'
import { liveBlock, liveKindOf } from '../blocks/live.ts'
import { readTable, type Table, tableBlock } from '../blocks/table.ts'
import { blockKinds } from './block-names.ts'
import { insertCommands } from './card-menu.ts'
import { chooseLive } from './dialogs/choose-live.ts'
import { askFootnote, editFootnotes } from './dialogs/edit-footnotes.ts'
import { editTable } from './dialogs/edit-table.ts'
import type { BlockKind, EditorOptions } from './editor.ts'
import { insertFootnote, writeFootnotes } from './footnotes.ts'
import { htmlOf, insertHtmlCard, replaceHtml } from './html-cards.ts'
import { commandNamed, highPriority, type KoenigApi } from './lexical-internals.ts'
import { rememberCaret } from './remember-caret.ts'

export interface Blocks {
  /** Asks the person which one, and puts it where the caret is. */
  insert(kind: BlockKind): Promise<void>
  stop(): void
}

/**
 * The blocks that the cooperative has and Ghost has not: offered in Koenig's menus, and changed in
 * dialogs of ours where Koenig would show their HTML.
 *
 * @param touch is called before something changes.
 */
export function offerBlocks(api: KoenigApi, options: EditorOptions, touch: () => void): Blocks {
  const editor = api.editorInstance
  const caret = rememberCaret(api)

  async function insert(kind: BlockKind): Promise<void> {
    if (kind === 'footnote') {
      const text = await askFootnote()
      if (text !== undefined) inserting(() => insertFootnote(editor, text))
      return
    }
    const html = await newBlock(kind, options)
    if (html !== undefined) inserting(() => insertHtmlCard(editor, html))
  }

  /** @returns whether this card is ours to change, or not this person's. */
  function edit(key: string): boolean {
    const html = htmlOf(editor, key)
    if (html === undefined) return false
    const notes = readFootnotes(html)
    const table = readTable(html)
    const kind = liveKindOf(html)
    if (notes) void editNotes(notes)
    else if (table) void replace(key, newBlock('table', options, table))
    else if (kind) void replace(key, newBlock(kind, options))
    else return !options.mayWriteHtml
    return true
  }

  async function replace(key: string, asked: Promise<string | undefined>): Promise<void> {
    const html = await asked
    if (html !== undefined) changing(() => replaceHtml(editor, key, html))
  }

  async function editNotes(notes: Footnote[]): Promise<void> {
    const edited = await editFootnotes(notes)
    if (edited) changing(() => writeFootnotes(editor, edited))
  }

  function inserting(insert: () => void): void {
    changing(() => {
      caret.restore()
      insert()
    })
  }

  function changing(change: () => void): void {
    touch()
    change()
  }

  const offered = blockKinds.map((kind) =>
    editor.registerCommand(
      insertCommands[kind],
      () => {
        // After Koenig's update, which puts the caret back into the text and takes it from a dialog.
        setTimeout(() => void insert(kind))
        return true
      },
      highPriority,
    ),
  )
  const edited = editor.registerCommand(
    commandNamed(editor, 'EDIT_CARD_COMMAND'),
    (payload) => edit((payload as { cardKey: string }).cardKey),
    highPriority,
  )
  return { insert, stop: () => [...offered, edited, caret.stop].forEach((stop) => stop()) }
}

async function newBlock(
  kind: Exclude<BlockKind, 'footnote'>,
  options: EditorOptions,
  old?: Table,
): Promise<string | undefined> {
  if (kind === 'table') {
    const table = await editTable(old)
    return table && tableBlock(table)
  }
  const thing = await chooseLive(kind, options.searchLive)
  return thing && liveBlock(kind, thing)
}
