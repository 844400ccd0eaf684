import { Parser } from 'htmlparser2'

/** What a page says about itself, for a bookmark. */
export interface PageFacts {
  title: string
  description: string
  author: string
  publisher: string
  thumbnail: string | null
  icon: string | null
  /** Where the page's oEmbed answer is. */
  oembed: string | null
}

const MAX = 500

/**
 * Reads Open Graph, Twitter and plain meta tags, and the oEmbed link (oembed.com §4), of a page.
 *
 * @param base where the page is; addresses in it are made absolute, and only web addresses are kept.
 */
export function readPage(html: string, base: string): PageFacts {
  const meta = new Map<string, string>()
  const links = new Map<string, string>()
  let title = ''
  let inTitle = false
  const parser = new Parser({
    onopentag(tag, { name, property, content, rel, href, type }) {
      const key = property ?? name
      if (tag === 'title' && title === '') inTitle = true
      if (tag === 'meta' && key && content && !meta.has(key)) meta.set(key.toLowerCase(), content)
      if (tag !== 'link' || !rel || !href) return
      const kind = type === 'application/json+oembed' ? 'oembed' : rel.toLowerCase()
      if (!links.has(kind)) links.set(kind, href)
    },
    ontext(text) {
      if (inTitle) title += text
    },
    onclosetag(tag) {
      if (tag === 'title') inTitle = false
    },
  })
  parser.end(html)
  const of = (...names: string[]) =>
    (names.map((name) => meta.get(name)).find(Boolean) ?? '').trim().slice(0, MAX)
  const address = (value: string | undefined) => absolute(value, base)
  return {
    title: of('og:title', 'twitter:title') || title.trim().slice(0, MAX) || new URL(base).hostname,
    description: of('og:description', 'twitter:description', 'description'),
    author: of('author', 'article:author').startsWith('http') ? '' : of('author', 'article:author'),
    publisher: of('og:site_name') || new URL(base).hostname.replace(/^www\./, ''),
    thumbnail: address(of('og:image:secure_url', 'og:image', 'twitter:image')),
    icon: address(links.get('apple-touch-icon') ?? links.get('icon') ?? links.get('shortcut icon')),
    oembed: address(links.get('oembed')),
  }
}

function absolute(value: string | undefined, base: string): string | null {
  if (!value || !URL.canParse(value, base)) return null
  const url = new URL(value, base)
  return /^https?:$/.test(url.protocol) ? url.href : null
}
