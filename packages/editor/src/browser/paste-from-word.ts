import { makeWordLists } from './word-lists.ts'

/** Where a paste is not the text's: the fields of cards, and code. */
const fields = 'input, textarea, .cm-editor'

/** Hands what is pasted from Word on with lists that are lists. @returns how to stop. */
export function pasteFromWord(element: HTMLElement): () => void {
  element.addEventListener('paste', handOn, true)
  return () => element.removeEventListener('paste', handOn, true)
}

function handOn(event: ClipboardEvent): void {
  const { clipboardData, target } = event
  if (!clipboardData || !(target instanceof Element) || target.closest(fields)) return
  const again = withLists(clipboardData)
  if (!again) return
  event.preventDefault()
  event.stopImmediatePropagation()
  target.dispatchEvent(again)
}

/** Undefined when there is no list of Word's, or the browser lets nobody make a clipboard. */
function withLists(clipboard: DataTransfer): ClipboardEvent | undefined {
  const html = clipboard.getData('text/html')
  if (!html.includes('mso-list')) return undefined
  const document = new DOMParser().parseFromString(html, 'text/html')
  if (!makeWordLists(document)) return undefined
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/html', document.documentElement.outerHTML)
  clipboardData.setData('text/plain', clipboard.getData('text/plain'))
  const again = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
  return again.clipboardData?.getData('text/html') ? again : undefined
}
