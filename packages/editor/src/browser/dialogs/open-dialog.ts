import { element } from './element.ts'

/**
 * Shows a form in a modal dialog: Escape and "Cancel" close it, Enter and the button named `verb` save.
 *
 * @param read what the form says; undefined keeps the dialog open, for then something is missing.
 * @returns what was read; undefined when the person thought better of it.
 */
export function openDialog<T>(
  title: string,
  verb: string | undefined,
  body: (close: (value: T) => void) => Node[],
  read: () => T | undefined,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    let answer: T | undefined
    const close = (value?: T) => {
      answer = value
      dialog.close()
    }
    const cancel = { type: 'button', class: 'button button-quiet', onclick: () => close() }
    const save = { type: 'submit', class: 'button' }
    const buttons = [element('button', cancel, 'Cancel')]
    if (verb) buttons.push(element('button', save, verb))
    const form = element(
      'form',
      {
        onsubmit: (event) => {
          event.preventDefault()
          const value = read()
          if (value !== undefined) close(value)
        },
      },
      element('h2', { id: 'rose-editor-dialog-title' }, title),
      ...body(close),
      element('div', { class: 'rose-editor-buttons' }, ...buttons),
    )
    const before = document.activeElement
    const dialog = element(
      'dialog',
      {
        class: 'rose-editor-dialog',
        'aria-labelledby': 'rose-editor-dialog-title',
        onclose: () => {
          dialog.remove()
          if (before instanceof HTMLElement) before.focus({ preventScroll: true })
          resolve(answer)
        },
        // Koenig listens to keys and clicks on the whole window.
        onkeydown: (event) => event.stopPropagation(),
        onmousedown: (event) => event.stopPropagation(),
      },
      form,
    )
    document.body.append(dialog)
    dialog.showModal()
  })
}
