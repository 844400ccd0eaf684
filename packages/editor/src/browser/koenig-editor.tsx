import { KoenigComposer, KoenigEditor, WordCountPlugin } from '@tryghost/koenig-lexical'
import { type CSSProperties, type KeyboardEvent, useMemo, useState } from 'react'
import { cardConfig } from './card-config.ts'
import type { BlockKind, EditorOptions, LexicalDocument } from './editor.ts'
import { fileUploader } from './file-upload.ts'
import type { KoenigApi } from './lexical-internals.ts'
import { Toolbar } from './toolbar.tsx'

interface Props {
  options: EditorOptions
  onChange: () => void
  onError: (error: unknown) => void
  onWords: (words: number) => void
  registerAPI: (api: KoenigApi | null) => void
  insert: (kind: BlockKind) => void
}

/** Ghost's editor with our toolbar above. What it is given is read once; snippets alone change. */
export function Koenig({ options, onChange, onError, onWords, registerAPI, insert }: Props) {
  const [snippets, setSnippets] = useState(options.snippets)
  const config = useMemo(() => cardConfig(options, snippets, setSnippets), [options, snippets])
  const uploader = useMemo(() => fileUploader(options.upload), [options])
  const initial = useMemo(
    () => (options.document ? JSON.stringify(options.document) : undefined),
    [options],
  )
  const accent = { '--kg-accent-color': accentOf(options.document) } as CSSProperties
  return (
    <div
      className={options.darkMode ? 'rose-editor dark' : 'rose-editor'}
      style={accent}
      onKeyDownCapture={(event) => {
        if (!isFootnoteKey(event)) return
        event.preventDefault()
        event.stopPropagation()
        insert('footnote')
      }}
    >
      <Toolbar insert={insert} />
      <KoenigComposer
        cardConfig={config}
        darkMode={options.darkMode}
        fileUploader={uploader}
        initialEditorState={initial}
        onError={onError}
      >
        <KoenigEditor
          placeholderText="Begin writing, or press / for pictures, tables and more"
          registerAPI={registerAPI}
          onChange={onChange}
        >
          <WordCountPlugin onChange={onWords} />
        </KoenigEditor>
      </KoenigComposer>
    </div>
  )
}

/** Ctrl+Alt+F, or the like of it on a Mac, as in other programs that write. */
function isFootnoteKey({ ctrlKey, metaKey, altKey, code }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && altKey && code === 'KeyF'
}

/** Our rose, for Koenig calculates with it and must be given plain figures. */
const rose = '#9c2a43'

/**
 * Header cards write the page's accent into the document as soon as they are shown. Where they come
 * from a Ghost they have one of its own, so this is the page's, lest a mere look changes the text.
 */
function accentOf(document: LexicalDocument | undefined): string {
  const accents = (document?.root.children ?? []).map(({ accentColor }) => accentColor)
  const given = accents.filter((accent) => typeof accent === 'string')
  return given.find((accent) => /^#[\da-f]{3,8}$/i.test(accent)) ?? rose
}
