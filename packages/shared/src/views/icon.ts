import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type SafeString, safe } from './escape.ts'

const drawn = new Map<string, SafeString>()

/**
 * A Lucide icon as inline SVG, hidden from assistive technology: the words beside it say it all.
 * Its stroke and size come from the `icon` class.
 *
 * @throws when Lucide has no icon of that name.
 */
export function icon(name: string): SafeString {
  let svg = drawn.get(name)
  if (!svg) drawn.set(name, (svg = draw(name)))
  return svg
}

function draw(name: string): SafeString {
  const file = fileURLToPath(import.meta.resolve(`lucide-static/icons/${name}.svg`))
  const shapes = /<svg[^>]*>(.*)<\/svg>/s.exec(readFileSync(file, 'utf8'))?.[1] ?? ''
  const compact = shapes
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?(?<=>|^) | (?=<)| (?=\/>)/g, '')
    .trim()
  return safe(`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${compact}</svg>`)
}
