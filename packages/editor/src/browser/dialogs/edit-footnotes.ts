import type { Footnote } from '../../blocks/footnotes.ts'
import { element } from './element.ts'
import { openDialog } from './open-dialog.ts'

/** Asks for the words of a new footnote. */
export function askFootnote(): Promise<string | undefined> {
  const field = element('textarea', { rows: '3', required: true, autofocus: true, id: 'rose-note' })
  return openDialog<string>(
    'Footnote',
    'Add footnote',
    () => [
      element(
        'div',
        { class: 'field' },
        element('label', { for: 'rose-note' }, 'What the note says'),
        field,
      ),
    ],
    () => field.value.trim() || undefined,
  )
}

/** Asks for the words of all footnotes; one without words is left out. */
export function editFootnotes(notes: Footnote[]): Promise<Footnote[] | undefined> {
  const fields = notes.map(({ text }, place) => {
    const field = element('textarea', { rows: '2', 'aria-label': `Footnote ${place + 1}` })
    field.value = text
    return field
  })
  return openDialog<Footnote[]>(
    'Footnotes',
    'Save footnotes',
    () => [
      element(
        'ol',
        { class: 'rose-editor-notes' },
        ...fields.map((field) => element('li', {}, field)),
      ),
      element('p', { class: 'field-hint' }, 'An emptied note goes, with its numbers in the text.'),
    ],
    () =>
      notes
        .map(({ id }, place) => ({ id, text: fields[place]?.value.trim() ?? '' }))
        .filter(({ text }) => text !== ''),
  )
}
