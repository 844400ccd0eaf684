import { load } from 'cheerio'

/** Without entities: `Fruit &amp; veg` is `Fruit & veg`. */
export function decoded(text: string): string {
  if (!/&[#\w]+;/.test(text)) return text
  // In a textarea tags are text, so only entities are read.
  return load(
    `<textarea>\n${text.replaceAll('</', '&lt;/')}</textarea>`,
    null,
    false,
  )('textarea').text()
}

/** What a person reads of a text that may be HTML: no tags, no entities, one space at a time. */
export function plainText(text: string): string {
  const isHtml = /<\/?[a-z!][^<]*>/i.test(text)
  const read = isHtml ? textOfHtml(text) : decoded(text)
  return read.replaceAll(/\s+/g, ' ').trim()
}

function textOfHtml(html: string): string {
  const $ = load(html.replaceAll(/<(?:br|\/p|\/li|\/div|\/h\d|\/td)\b/gi, ' $&'), null, false)
  $('script, style').remove()
  return decoded($.root().text())
}
