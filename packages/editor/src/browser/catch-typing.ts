import type { LexicalEditor } from './lexical-internals.ts'

const openField =
  '[data-kg-card-editing="true"] [data-testid="settings-panel"] input:not([type="checkbox"], [type="file"])'

/**
 * While a card is chosen there is no caret in the text, and the browser puts what is typed before its
 * first word, the last letter first. It belongs into the first field of the card's settings where they
 * are open, and nowhere otherwise. @returns how to stop.
 */
export function catchTyping(element: HTMLElement, editor: LexicalEditor): () => void {
  const isAstray = ({ target }: Event): boolean => {
    const { _selection: selection } = editor.getEditorState()
    const { anchor, _nodes: chosen } = selection ?? {}
    const text = element.querySelector('[data-lexical-editor]')
    return target === text && chosen !== undefined && anchor === undefined
  }
  const lead = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey } = event
    if (key.length !== 1 || ctrlKey || metaKey || altKey || !isAstray(event)) return
    element.querySelector<HTMLElement>(openField)?.focus()
  }
  const refuse = (event: InputEvent) => {
    if (isAstray(event)) event.preventDefault()
  }
  element.addEventListener('keydown', lead, true)
  element.addEventListener('beforeinput', refuse, true)
  return () => {
    element.removeEventListener('keydown', lead, true)
    element.removeEventListener('beforeinput', refuse, true)
  }
}
