import { runtime } from './nunjucks-internals.ts'
import type { Printable } from './printable.ts'

/**
 * Escapes text for HTML exactly as nunjucks does, and writes characters beyond Latin-1 as numeric
 * entities: one `–` or `€` would make V8 keep two bytes for every character of the whole page.
 */
export function escapeHtml(text: string): string {
  if (!unusual.test(text)) return text
  const html = special.test(text)
    ? text.replace(specials, (character) => entities[character] ?? '')
    : text
  return toLatin1(html)
}

/** The same HTML with characters beyond Latin-1 as numeric entities, one byte for each character. */
export function toLatin1(html: string): string {
  if (!beyondAscii.test(html)) return html
  // What comes from the database with a `£` in it has two bytes for each, and `replace` keeps them.
  return Buffer.from(html.replace(beyondLatin1s, numericEntity), 'latin1').toString('latin1')
}

/** Marks HTML of ours, such as a fragment or a post cleaned at import, as not to be escaped. */
export function safe(html: string): SafeString {
  return new runtime.SafeString(toLatin1(html))
}

/** The `safe` filter: what is safe already stays as it is, and nothing is nothing. */
export function safeFilter(value: Printable): SafeString {
  return value instanceof runtime.SafeString ? value : safe(textOf(value))
}

/** What a value reads as on a page; nothing at all when it is missing. */
function textOf(value: Printable): string {
  return value === undefined || value === null ? '' : String(value)
}

/** HTML that is not escaped again. */
export type SafeString = InstanceType<typeof runtime.SafeString>

const unusual = /[&"'<>\\]|[^\0-\x7f]/
const special = /[&"'<>\\]/
const specials = /[&"'<>\\]/g
const entities: Record<string, string> = {
  '&': '&amp;',
  '"': '&quot;',
  "'": '&#39;',
  '<': '&lt;',
  '>': '&gt;',
  '\\': '&#92;',
}

const beyondAscii = /[^\0-\x7f]/
const beyondLatin1s = /[^\0-\u{ff}]/gu

function numericEntity(character: string): string {
  return `&#${character.codePointAt(0)};`
}
