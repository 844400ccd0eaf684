import './koenig.css'
import './styles.css'
import { createRoot, type Root } from 'react-dom/client'
import { findUnknownNodes } from '../nodes/known-nodes.ts'
import { type Blocks, offerBlocks } from './blocks.ts'
import { prepareCardMenu } from './card-menu.ts'
import { catchTyping } from './catch-typing.ts'
import type { Editor, EditorOptions, LexicalDocument, MountEditor } from './editor.ts'
import { keepFieldsApart } from './keep-fields-apart.ts'
import { Koenig } from './koenig-editor.tsx'
import type { KoenigApi } from './lexical-internals.ts'
import { pasteFromWord } from './paste-from-word.ts'
import { type ChangeWatch, watchChanges } from './watch-changes.ts'

prepareCardMenu()

/**
 * Puts the editor into an element that is on the page.
 *
 * @throws {Error} when the document has a node that the editor does not know: it would open empty.
 */
export const mountEditor: MountEditor = async (element, options) => {
  const unknown = options.document ? findUnknownNodes(options.document) : []
  if (unknown.length > 0) {
    const names = unknown.map((name) => `“${name}”`).join(', ')
    throw new Error(
      `This text has a part that the editor does not know: ${names}. It was not opened, so nothing of it is lost.`,
    )
  }
  return new Promise((resolve, reject) => {
    const mounted = new MountedEditor(element, options, resolve, reject)
    mounted.render()
  })
}

/** Koenig's own text box has no name that a screen reader could say. */
function nameText(element: HTMLElement): void {
  const box = element.querySelector('[data-lexical-editor]')
  box?.setAttribute('role', 'textbox')
  box?.setAttribute('aria-multiline', 'true')
  box?.setAttribute('aria-label', 'Text')
}

/** The state behind one editor on a page. */
class MountedEditor implements Editor {
  readonly #element: HTMLElement
  readonly #options: EditorOptions
  readonly #opened: (editor: Editor) => void
  readonly #refused: (error: Error) => void
  readonly #root: Root
  readonly #stopKeepingApart: () => void
  readonly #stopPasting: () => void
  #stopCatching: (() => void) | undefined
  #api: KoenigApi | undefined
  #watch: ChangeWatch | undefined
  #blocks: Blocks | undefined
  #failure: string | undefined
  #words = 0

  constructor(
    element: HTMLElement,
    options: EditorOptions,
    opened: (editor: Editor) => void,
    refused: (error: Error) => void,
  ) {
    this.#element = element
    this.#options = options
    this.#opened = opened
    this.#refused = refused
    this.#stopKeepingApart = keepFieldsApart(element)
    this.#stopPasting = pasteFromWord(element)
    this.#root = createRoot(element, {
      onUncaughtError: this.#fail,
      onCaughtError: this.#fail,
    })
  }

  render(): void {
    this.#root.render(
      <Koenig
        insert={(kind) => this.insert(kind)}
        options={this.#options}
        registerAPI={this.#register}
        onChange={() => this.#watch?.changed()}
        onError={this.#fail}
        onWords={(words) => (this.#words = words)}
      />,
    )
  }

  read(): LexicalDocument {
    const { api } = this.#sound()
    this.#watch?.flush()
    return documentOf(api)
  }

  focus(): void {
    this.#api?.focusEditor({ position: 'bottom' })
  }

  insert(kind: Parameters<Editor['insert']>[0]): void {
    void this.#blocks?.insert(kind)
  }

  wordCount(): number {
    return this.#words
  }

  destroy(): void {
    if (this.#failure === undefined) this.#watch?.flush()
    this.#watch?.stop()
    this.#blocks?.stop()
    this.#stopKeepingApart()
    this.#stopPasting()
    this.#stopCatching?.()
    this.#root.unmount()
  }

  readonly #register = (api: KoenigApi | null): void => {
    if (!api || this.#api) return
    this.#api = api
    this.#stopCatching = catchTyping(this.#element, api.editorInstance)
    const read = () => documentOf(api)
    this.#watch = watchChanges(this.#element, read, (document) => {
      if (this.#failure === undefined) this.#options.onChange(document)
    })
    // Koenig registers its own commands in the effects of this same rendering.
    queueMicrotask(() => {
      try {
        nameText(this.#element)
        this.#blocks = offerBlocks(api, this.#options, () => this.#watch?.touch())
        this.#opened(this)
      } catch (error) {
        this.#fail(error)
      }
    })
  }

  readonly #fail = (error: unknown): void => {
    if (this.#failure !== undefined) return
    const reason = error instanceof Error ? error.message : String(error)
    this.#failure = `The editor stopped working: ${reason}. Reload the page to go on from what was last saved.`
    this.#watch?.stop()
    this.#refused(new Error(this.#failure))
    this.#options.onError(this.#failure)
  }

  #sound(): { api: KoenigApi } {
    if (this.#failure !== undefined) throw new Error(this.#failure)
    if (!this.#api) throw new Error('The editor is not ready yet.')
    return { api: this.#api }
  }
}

function documentOf(api: KoenigApi): LexicalDocument {
  // Through text, so that nobody holds on to a part of the editor.
  return JSON.parse(JSON.stringify(api.editorInstance.getEditorState())) as LexicalDocument
}
