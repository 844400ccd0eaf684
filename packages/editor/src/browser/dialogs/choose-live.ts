import { blockNames } from '../block-names.ts'
import type { EditorOptions, LiveKind, LiveThing } from '../editor.ts'
import { element } from './element.ts'
import { openDialog } from './open-dialog.ts'

/** Asks which product, event, market or calendar; Enter takes the first that is shown. */
export function chooseLive(
  kind: LiveKind,
  searchLive: EditorOptions['searchLive'],
): Promise<LiveThing | undefined> {
  let found: LiveThing[] = []
  let asked = 0

  return openDialog<LiveThing>(
    blockNames[kind].ask,
    undefined,
    (close) => {
      const list = element('ul', { class: 'rose-editor-results' })
      const said = element('p', { class: 'rose-editor-said', role: 'status' })
      const input = element('input', {
        type: 'search',
        autocomplete: 'off',
        autofocus: true,
        'aria-label': 'Search by name',
        placeholder: 'Search by name',
        oninput: () => void search(),
      })

      async function search(): Promise<void> {
        const mine = ++asked
        try {
          const things = await searchLive(kind, input.value.trim())
          // Answers may overtake each other.
          if (mine !== asked) return
          found = things
          said.textContent = things.length > 0 ? '' : 'Nothing by that name. Try another word.'
        } catch {
          if (mine !== asked) return
          found = []
          said.textContent = 'The search did not answer. Please try again in a moment.'
        }
        list.replaceChildren(...found.map((thing) => result(thing, close)))
      }

      void search()
      return [element('div', { class: 'field' }, input), said, list]
    },
    () => found[0],
  )
}

function result(thing: LiveThing, close: (thing: LiveThing) => void): HTMLElement {
  const props = { type: 'button', onclick: () => close(thing) }
  return element(
    'li',
    {},
    element('button', props, element('b', {}, thing.title), ' ', element('span', {}, thing.detail)),
  )
}
