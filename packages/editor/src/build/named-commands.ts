import type { Plugin } from 'vite'

const nameless = /createCommand = function\(\) \{\s*return \{\};\s*\}/g
const named = 'createCommand = function(type) { return { type }; }'

/**
 * Lexical's commands have names only where it is developed, and Koenig exports none of them: so that
 * ours finds them (`commandNamed`), they keep their names. The build fails when that does not work.
 */
export function namedCommands(): Plugin {
  return {
    name: 'named-commands',
    transform: {
      filter: { id: /koenig-lexical\.js$/ },
      handler(code) {
        if (code.match(nameless)?.length !== 1)
          throw new Error('Koenig makes its commands otherwise')
        return { code: code.replace(nameless, named), map: null }
      },
    },
  }
}
