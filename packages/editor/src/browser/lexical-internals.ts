import type { ComponentType } from 'react'

/**
 * Lexical is inside Koenig's bundle and none of its functions is exported: this is what we use of the
 * objects that Koenig hands out. Some of it is private; the release is pinned, and tests hold it.
 */
export interface LexicalEditor {
  /** Koenig registers one that it forgot to make. */
  _commands: Map<Command | undefined, unknown>
  _nodes: Map<string, { klass: new (data: unknown) => LexicalNode }>
  /** What an update has made so far. */
  _pendingEditorState: EditorState | null
  getEditorState(): EditorState
  update(change: () => void): void
  dispatchCommand(command: Command, payload: unknown): boolean
  registerUpdateListener(hear: (update: { editorState: EditorState }) => void): () => void
  registerCommand(
    command: Command,
    handle: (payload: unknown) => boolean,
    priority: number,
  ): () => void
}

export interface Command {
  type?: string
}

export interface EditorState {
  _nodeMap: Map<string, LexicalNode>
  _selection: Selection | null
  read<T>(look: () => T): T
  toJSON(): unknown
}

export interface Selection {
  /** Of a selection in the text. */
  anchor?: { key: string }
  focus?: { key: string }
  /** Of selected cards. */
  _nodes?: Set<string>
  dirty: boolean
  clone(): Selection
  insertNodes(nodes: LexicalNode[]): void
}

export interface LexicalNode {
  getType(): string
  getKey(): string
  /** An HTML card's. */
  html?: string
  /** A link's. */
  getURL?(): string
  getChildren?(): LexicalNode[]
  getTextContent(): string
  setTextContent?(text: string): void
  /** A text's; 64 is raised. */
  setFormat?(format: number): void
  append?(node: LexicalNode): void
  /** Puts the caret behind it. */
  selectNext(anchorOffset: number, focusOffset: number): unknown
  remove(): void
}

export interface MenuItem {
  label: string
  desc?: string
  Icon: ComponentType<{ className?: string }>
  insertCommand: Command
  matches?: string[]
  priority?: number
  section?: string
  shortcut?: string
  isHidden?: (context: { config: object }) => boolean
}

/** A class of nodes; those with a menu are cards. */
export interface KoenigNodeClass {
  getType?(): string
  kgMenu?: MenuItem | MenuItem[]
}

/** What KoenigEditor's registerAPI gives. */
export interface KoenigApi {
  editorInstance: LexicalEditor
  focusEditor(options?: { position: 'top' | 'bottom' }): void
}

/** Above Koenig's own handlers. */
export const highPriority = 3

/** @throws when Koenig no longer has it. */
export function commandNamed(editor: LexicalEditor, type: string): Command {
  const { _commands: commands } = editor
  const command = [...commands.keys()].find((known) => known?.type === type)
  if (!command) throw new Error(`Koenig no longer knows the command ${type}`)
  return command
}

/** The node with this key. Its methods work inside `update` and `read` only, and there they are current. */
export function nodeWithKey(editor: LexicalEditor, key: string): LexicalNode | undefined {
  const { _nodeMap: nodes } = editor.getEditorState()
  return nodes.get(key)
}
