import sanitizeHtml from 'sanitize-html'

export interface CleanSvg {
  svg: string
  width: number
  height: number
}

/**
 * A drawing without anything that could act, load or link: only the shapes, text and paints below
 * stay. Undefined when no drawing with a size is left.
 */
export function cleanSvg(text: string): CleanSvg | undefined {
  const svg = sanitizeHtml(text, options).trim()
  const root = /^<svg\b([^>]*)>/.exec(svg)?.[1]
  const size = root && sizeOf(root)
  return size ? { svg, ...size } : undefined
}

const shapes =
  'svg g defs symbol title desc path rect circle ellipse line polyline polygon text tspan clipPath ' +
  'mask pattern linearGradient radialGradient stop marker filter feGaussianBlur feOffset feBlend ' +
  'feColorMatrix feMerge feMergeNode feFlood feComposite use'

const attributes =
  'id class x y x1 y1 x2 y2 cx cy r rx ry fx fy d points width height viewBox preserveAspectRatio ' +
  'transform offset dx dy rotate textLength lengthAdjust fill fill-rule fill-opacity stroke ' +
  'stroke-width stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset stroke-opacity ' +
  'stroke-miterlimit opacity color stop-color stop-opacity clip-path clip-rule mask filter ' +
  'font-family font-size font-weight font-style text-anchor dominant-baseline letter-spacing ' +
  'gradientUnits gradientTransform spreadMethod patternUnits patternTransform ' +
  'patternContentUnits clipPathUnits maskUnits markerWidth markerHeight refX refY orient ' +
  'stdDeviation in in2 result mode values type operator flood-color flood-opacity display ' +
  'visibility vector-effect version xmlns xmlns:xlink'

/** Within the drawing itself only. */
const local = /^#[\w.-]+$/
const plainValue = /^(?!.*(url\s*\((?!\s*["']?#)|javascript|expression|@import|\\)).*$/i

/** The properties of drawing programs that write `style` where an attribute would do. */
const styles = Object.fromEntries(
  'fill fill-rule fill-opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-opacity stroke-dasharray stroke-miterlimit opacity stop-color stop-opacity font-family font-size font-weight font-style text-anchor display visibility clip-path mask filter'
    .split(' ')
    .map((name) => [name, [plainValue]]),
)

const options: sanitizeHtml.IOptions = {
  allowedTags: shapes.split(' '),
  allowedAttributes: { '*': [...attributes.split(' '), 'style', 'href', 'xlink:href'] },
  allowedStyles: { '*': styles },
  // What these hold is no text of the drawing's.
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'metadata', 'foreignObject'],
  transformTags: {
    '*': (tagName, given) => ({
      tagName,
      attribs: Object.fromEntries(Object.entries(given).filter(isHarmless)),
    }),
  },
  allowVulnerableTags: false,
  parser: { xmlMode: true, lowerCaseTags: false, lowerCaseAttributeNames: false },
}

function isHarmless([name, value]: [string, string]): boolean {
  return name === 'href' || name === 'xlink:href' ? local.test(value) : plainValue.test(value)
}

/** The size in pixels that the root says, or that its view box gives. */
function sizeOf(root: string): { width: number; height: number } | undefined {
  const [, , boxWidth, boxHeight] = (attributeOf(root, 'viewBox') ?? '').split(/[\s,]+/).map(Number)
  const width = pixels(attributeOf(root, 'width')) ?? boxWidth
  const height = pixels(attributeOf(root, 'height')) ?? boxHeight
  if (!width || !height || !(width > 0 && height > 0)) return undefined
  return { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) }
}

const attributeOf = (root: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(root)?.[1]

function pixels(text: string | undefined): number | undefined {
  const [, number] = /^\s*(\d{1,5}(?:\.\d+)?)(?:px)?\s*$/.exec(text ?? '') ?? []
  return number === undefined ? undefined : Number(number)
}
