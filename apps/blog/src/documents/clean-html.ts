import sanitizeHtml from 'sanitize-html'

/** Whose players may be shown inside a post. The content security policy names the same. */
const playerHosts = [
  'www.youtube-nocookie.com',
  'player.vimeo.com',
  'w.soundcloud.com',
  'open.spotify.com',
  'bandcamp.com',
]

const text = words(
  'h1 h2 h3 h4 h5 h6 p div span br hr wbr a strong em b i u s del ins mark small sub sup',
  'code pre kbd samp var abbr cite q time blockquote aside ul ol li dl dt dd details summary section',
  'table caption thead tbody tfoot tr th td colgroup col',
)
const media = words('figure figcaption picture source img audio video track')

const sized = ['width', 'height']
const cell = ['colspan', 'rowspan', 'scope']

const options: sanitizeHtml.IOptions = {
  allowedTags: [...text, ...media, 'iframe', 'svg', 'path'],
  allowedAttributes: {
    '*': ['class', 'lang', 'dir', 'title'],
    a: ['href', 'rel', 'target', 'download', 'id'],
    img: ['src', 'srcset', 'sizes', 'alt', 'loading', 'decoding', ...sized],
    source: ['src', 'srcset', 'sizes', 'type', 'media', ...sized],
    audio: ['src', 'controls', 'preload'],
    video: ['src', 'controls', 'preload', 'poster', 'loop', 'muted', 'playsinline', ...sized],
    track: ['src', 'kind', 'srclang', 'label', 'default'],
    iframe: ['src', 'title', 'allowfullscreen', 'loading', ...sized],
    svg: ['xmlns', 'viewBox', 'fill', 'stroke', 'aria-hidden', ...sized],
    path: ['d', 'fill', 'stroke', 'stroke-width', 'stroke-linecap', 'stroke-linejoin'],
    div: ['data-rose-ash', 'data-id'],
    section: ['data-rose-ash'],
    table: ['data-rose-ash'],
    sup: ['id'],
    li: ['id', 'value'],
    ol: ['start', 'reversed', 'type'],
    th: cell,
    td: cell,
    col: ['span'],
    time: ['datetime'],
    details: ['open'],
    ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => [tag, ['id']])),
  },
  allowedClasses: { '*': ['kg-*', 'language-*', 'hljs', 'hljs-*', 'footnote', 'footnotes'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https'], source: ['http', 'https'] },
  allowedIframeHostnames: playerHosts,
  allowProtocolRelative: false,
  // What stands in these is no text.
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'template', 'title', 'object'],
  transformTags: {
    a: (tagName, attribs) => ({ tagName, attribs: outgoing(attribs) }),
    iframe: (tagName, attribs) => ({ tagName, attribs: player(attribs) }),
  },
  exclusiveFilter: ({ tag, attribs }) => tag === 'iframe' && !attribs.src,
}

/**
 * Takes everything out of HTML that is not plain text, pictures, sound and film: scripts, styles,
 * event handlers, forms, and addresses that are no web address. Players of `playerHosts` stay.
 */
export function cleanHtml(html: string): string {
  return sanitizeHtml(html, options)
}

/** The players of `playerHosts` in this HTML, and nothing else of it; empty when there are none. */
export function playersIn(html: string): string {
  const { allowedAttributes, ...others } = options
  return sanitizeHtml(html, {
    ...others,
    allowedTags: ['iframe'],
    allowedAttributes,
    textFilter: () => '',
  })
}

/** A page that is opened in another tab gets no hold of ours. */
function outgoing(attribs: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  return attribs.target === undefined
    ? attribs
    : { ...attribs, target: '_blank', rel: 'noopener noreferrer' }
}

/** YouTube's player without cookies is the same player. */
function player({ src, ...attribs }: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  const url = src && URL.canParse(src) ? new URL(src) : undefined
  if (!url) return { ...attribs, loading: 'lazy' }
  if (/^(www\.)?youtube\.com$/.test(url.hostname)) url.hostname = 'www.youtube-nocookie.com'
  url.protocol = 'https:'
  return { ...attribs, src: url.href, loading: 'lazy' }
}

function words(...lines: string[]): string[] {
  return lines.join(' ').split(' ')
}
