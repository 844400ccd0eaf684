import { blockKinds, blockNames } from './block-names.ts'
import type { BlockKind } from './editor.ts'
import { icons } from './icons.tsx'

/** Our blocks as buttons: for who does not know the slash menu, and for a footnote within a sentence. */
export function Toolbar({ insert }: { insert: (kind: BlockKind) => void }) {
  return (
    <div aria-label="Insert" className="rose-editor-toolbar" role="group">
      {blockKinds.map((kind) => {
        const Icon = icons[kind]
        return (
          <button
            key={kind}
            aria-keyshortcuts={kind === 'footnote' ? 'Control+Alt+F' : undefined}
            title={kind === 'footnote' ? 'Ctrl+Alt+F' : undefined}
            type="button"
            onClick={() => insert(kind)}
            // The caret stays where it is.
            onMouseDown={(event) => event.preventDefault()}
          >
            <Icon />
            {blockNames[kind].label}
          </button>
        )
      })}
    </div>
  )
}
