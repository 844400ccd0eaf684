import type { LexicalDocument } from '@rose-ash/shared/contracts/lexical'

/** Koenig goes on changing a document for a while after it has opened it. */
const settlingMs = 2_000
const delayMs = 400

/** What can change the text by itself. */
const writing = ['keydown', 'beforeinput', 'paste', 'cut', 'drop']
/** What can lead to a change: a button of a card, a file that was chosen. */
const acting = ['pointerdown', 'click', 'change']
const silentKeys = /^(Shift|Control|Alt|Meta|CapsLock|Tab|Escape|Arrow.*|Page.*|Home|End|F\d+)$/

export interface ChangeWatch {
  /** Something is different, perhaps by the person's doing. */
  changed(): void
  /** From now on what is different is the person's doing. */
  touch(): void
  /** Tells at once of what was not yet told. */
  flush(): void
  /** Nothing is told any more. */
  stop(): void
}

/**
 * Tells the person's changes from the editor's own. What the document has become two seconds after
 * opening is where the person began, or what it was at their first key, if that comes earlier.
 */
export function watchChanges(
  element: HTMLElement,
  read: () => LexicalDocument,
  tell: (document: LexicalDocument) => void,
): ChangeWatch {
  let known = JSON.stringify(read())
  let settled = false
  let touched = false
  let timer: number | undefined
  const settling = window.setTimeout(settle, settlingMs)

  function settle(): void {
    if (settled) return
    known = JSON.stringify(read())
    settled = true
  }

  function touch(): void {
    settle()
    touched = true
  }

  function flush(): void {
    window.clearTimeout(timer)
    timer = undefined
    if (!settled || !touched) return
    const document = read()
    const now = JSON.stringify(document)
    if (now === known) return
    known = now
    tell(document)
  }

  function heard(event: Event): void {
    if (!isOurs(element, event.target)) return
    if (acting.includes(event.type)) touched = true
    else if (!(event instanceof KeyboardEvent && silentKeys.test(event.key))) touch()
  }

  // In the capture phase, so that we hear of a key before it has changed anything.
  for (const type of [...writing, ...acting]) document.addEventListener(type, heard, true)

  return {
    changed() {
      if (settled && !touched) known = JSON.stringify(read())
      else timer ??= window.setTimeout(flush, delayMs)
    },
    touch,
    flush,
    stop() {
      window.clearTimeout(timer)
      window.clearTimeout(settling)
      for (const type of [...writing, ...acting]) document.removeEventListener(type, heard, true)
    },
  }
}

/** Koenig's menus and dialogs hang elsewhere in the page. */
function isOurs(element: HTMLElement, target: EventTarget | null): boolean {
  if (!(target instanceof Node)) return false
  if (element.contains(target)) return true
  return target instanceof Element && target.closest('.koenig-lexical') !== null
}
