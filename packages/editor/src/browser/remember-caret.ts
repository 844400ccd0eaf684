import type { EditorState, KoenigApi, Selection } from './lexical-internals.ts'

export interface Caret {
  /** Puts the caret back to where it last was in the text; at the end when it never was in it. */
  restore(): void
  stop(): void
}

/** Lexical forgets the caret as soon as the person types elsewhere, such as in a dialog of ours. */
export function rememberCaret(api: KoenigApi): Caret {
  const editor = api.editorInstance
  let last: Selection | undefined

  const stop = editor.registerUpdateListener(({ editorState: { _selection: selection } }) => {
    if (selection) last = selection
  })

  function restore(): void {
    const { _selection: selection } = editor.getEditorState()
    if (selection) return
    const wanted = last
    if (!wanted || !standsIn(editor.getEditorState(), wanted)) {
      api.focusEditor({ position: 'bottom' })
      return
    }
    editor.update(() => {
      const { _pendingEditorState: state } = editor
      if (!state) return
      const restored = wanted.clone()
      restored.dirty = true
      Object.assign(state, { _selection: restored })
    })
  }

  return { restore, stop }
}

/** Whether all that is selected is still there. */
function standsIn({ _nodeMap: nodes }: EditorState, selection: Selection): boolean {
  const { anchor, focus, _nodes: chosen } = selection
  const keys = [anchor?.key, focus?.key, ...(chosen ?? [])]
  return keys.every((key) => key === undefined || nodes.has(key))
}
