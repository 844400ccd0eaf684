import { escapeHtml } from '../../views/index.ts'

/**
 * Somebody's words as HTML: paragraphs, line breaks, and addresses of the web as links that search
 * engines do not count. Nothing that was written is markup.
 */
export function commentHtml(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => `<p dir="auto">${linesOf(paragraph)}</p>`)
    .join('')
}

const linesOf = (paragraph: string): string => paragraph.split('\n').map(withLinks).join('<br>')

/** Without the signs that turn the direction of what follows, behind which an address could hide. */
const address = /\bhttps?:\/\/[^\s<>"'\u202a-\u202e\u2066-\u2069]+/gi

function withLinks(line: string): string {
  let html = ''
  let from = 0
  for (const { 0: found, index } of line.matchAll(address)) {
    const url = withoutEnd(found)
    if (!URL.canParse(url)) continue
    html += escapeHtml(line.slice(from, index)) + link(url)
    from = index + url.length
  }
  return html + escapeHtml(line.slice(from))
}

function link(url: string): string {
  const href = escapeHtml(url)
  return `<a href="${href}" rel="nofollow ugc noopener">${href}</a>`
}

/** What ends the sentence is not part of the address; a bracket is when it was opened in it. */
function withoutEnd(url: string): string {
  const short = url.replace(/[.,;:!?…»”’]+$/, '')
  if (short.endsWith(')') && !short.includes('(')) return withoutEnd(short.slice(0, -1))
  return short
}
