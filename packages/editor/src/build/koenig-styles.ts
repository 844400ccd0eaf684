import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/** Where Koenig's built files lie. */
export const koenigFolder = dirname(fileURLToPath(import.meta.resolve('@tryghost/koenig-lexical')))

/** Koenig's module brings no styles along: our `koenig.css` is filled with them, fit for our pages. */
export function koenigStyles(): Plugin {
  return {
    name: 'koenig-styles',
    load: {
      filter: { id: /\/browser\/koenig\.css$/ },
      handler: async () => fitIn(await readFile(`${koenigFolder}/style.css`, 'utf8')),
    },
  }
}

/**
 * Three things of Ghost's admin do not hold on our pages: there, a rem is 10 px; its resets and its
 * `.container` would reach our own elements; and Inter is a typeface we do not send.
 */
export function fitIn(css: string): string {
  return css
    .replaceAll(
      /(?<![\w.\\[-])(-?\d*\.?\d+)rem(?![\w\\])/g,
      (_, size) => `${Number(size) * 0.625}rem`,
    )
    .replace('*,:before,:after,::backdrop{--tw', '.koenig-lexical,.koenig-lexical *{--tw')
    .replaceAll(/@media \(width>=\d+px\)\{(\.\\!container|\.container)[^@]*?\}\}/g, '')
    .replaceAll(/(^|\})(\.\\!container|\.container)\{[^}]*\}/g, '$1')
    .replaceAll(/\bInter,-apple-system[^;}!]*|\bInter, -apple-system[^;}!]*/g, 'var(--font-sans)')
}
