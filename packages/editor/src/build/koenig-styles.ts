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
 * Four things of Ghost's admin do not hold on our pages: there, a rem is 10 px; its resets and its
 * `.container` would reach our own elements; Inter is a typeface we do not send; and what is chosen is
 * green, on a blue night.
 */
export function fitIn(css: string): string {
  return inOurColours(css)
    .replaceAll(
      /(?<![\w.\\[-])(-?\d*\.?\d+)rem(?![\w\\])/g,
      (_, size) => `${Number(size) * 0.625}rem`,
    )
    .replace('*,:before,:after,::backdrop{--tw', '.koenig-lexical,.koenig-lexical *{--tw')
    .replaceAll(/@media \(width>=\d+px\)\{(\.\\!container|\.container)[^@]*?\}\}/g, '')
    .replaceAll(/(^|\})(\.\\!container|\.container)\{[^}]*\}/g, '$1')
    .replaceAll(/\bInter,-apple-system[^;}!]*|\bInter, -apple-system[^;}!]*/g, 'var(--font-sans)')
}

/** Values alone: in the names of classes, the same figures stand behind a backslash. */
function inOurColours(css: string): string {
  return css
    .replaceAll(/(?<!\\)#30cf43([\da-f]{2})?\b/g, (_, alpha?: string) => rose(alpha))
    .replaceAll(/rgb\(48 207 67\/var\([^)]*\)\)/g, rose())
    .replaceAll(night('35 41 47'), '$1var(--color-card)')
    .replaceAll(night('57 64 71'), '$1var(--color-sunk)')
}

/** A background that dark mode alone has. @param figures its red, green and blue. */
function night(figures: string): RegExp {
  const dark = String.raw`:is\(\.dark \*\)\{--tw-bg-opacity:1;background-color:`
  return new RegExp(String.raw`(${dark})rgb\(${figures}/[^)]*\)\)`, 'g')
}

/** @param alpha as two hexadecimal figures. */
function rose(alpha = 'ff'): string {
  const percent = Math.round((Number.parseInt(alpha, 16) / 255) * 100)
  return `color-mix(in srgb, var(--color-rose) ${percent}%, transparent)`
}
