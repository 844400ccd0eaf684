/** A list that is being made, and where Word says it stands. */
interface Open {
  list: HTMLElement
  /** Which of Word's lists: `l0 lfo1`. */
  name: string
  level: number
}

interface Item {
  name: string
  level: number
  kind: 'ol' | 'ul'
  /** The number it was shown with, where that is a figure. */
  start: string | undefined
}

const listStyle = /mso-list:\s*(l\d+)\s+level(\d+)\s*(\S*?)\s*(?:;|$)/i
const ignored = /mso-list:\s*ignore/i

/**
 * Word's lists as lists: on the clipboard each item is a paragraph that begins with its dot or number, and
 * whose style says which list it belongs to and how deep it is. Numbered headings stay headings.
 *
 * @returns whether there was any.
 */
export function makeWordLists(document: Document): boolean {
  let isAny = false
  let open: Open[] = []
  let last: Element | undefined
  for (const paragraph of document.querySelectorAll('p')) {
    if (last !== paragraph.previousElementSibling) open = []
    const item = readItem(paragraph)
    if (item) addItem(document, open, paragraph, item)
    else if (!isMore(paragraph) || !addLine(open, paragraph)) continue
    paragraph.remove()
    last = open[0]?.list
    isAny = true
  }
  return isAny
}

/** What Word says of an item, whose dot or number is taken away; undefined for any other paragraph. */
function readItem(paragraph: HTMLElement): Item | undefined {
  const [, list = '', level, format = ''] = listStyle.exec(styleOf(paragraph)) ?? []
  if (level === undefined) return undefined
  const mark = takeMark(paragraph)
  const isNumber = /\d|\p{L}[.)]/u.test(mark)
  return {
    name: `${list} ${format}`,
    level: Number(level),
    kind: isNumber ? 'ol' : 'ul',
    start: /^\(?(\d+)[.)]*$/.exec(mark)?.[1],
  }
}

/** In a span that is to be ignored, or between comments. */
function takeMark(paragraph: HTMLElement): string {
  const spans = [...paragraph.querySelectorAll('span')].filter((span) =>
    ignored.test(styleOf(span)),
  )
  const nodes = spans.length > 0 ? spans : betweenComments(paragraph)
  const words = nodes.map(({ textContent }) => textContent).join('')
  for (const node of nodes) node.remove()
  return words.replaceAll(/\s/g, '')
}

function betweenComments(paragraph: HTMLElement): ChildNode[] {
  const nodes = [...paragraph.childNodes]
  const from = nodes.findIndex((node) => isComment(node, '[if !supportLists]'))
  const to = nodes.findIndex((node) => isComment(node, '[endif]'))
  return from === -1 ? [] : nodes.slice(from + 1, Math.max(to, from))
}

function isComment({ nodeType, nodeValue }: ChildNode, start: string): boolean {
  return nodeType === Node.COMMENT_NODE && nodeValue?.startsWith(start) === true
}

function addItem(document: Document, open: Open[], paragraph: HTMLElement, item: Item): void {
  closeTo(open, item)
  const list = open.at(-1)?.level === item.level ? open.at(-1)?.list : undefined
  const entry = document.createElement('li')
  entry.append(...paragraph.childNodes)
  if (list) return list.append(entry)
  const made = document.createElement(item.kind)
  if (item.start !== undefined) made.setAttribute('start', item.start)
  made.append(entry)
  const above = open.at(-1)?.list.lastElementChild
  if (above) above.append(made)
  else paragraph.before(made)
  open.push({ list: made, name: item.name, level: item.level })
}

/** Leaves open what the item belongs to: its list, or the one that its list is to stand in. */
function closeTo(open: Open[], { name, level, kind }: Item): void {
  while (open.length > 1 && (open.at(-1)?.level ?? 0) > level) open.pop()
  const deepest = open.at(-1)
  if (!deepest || deepest.level < level) return
  // What was copied may begin deeper than it goes on.
  if (deepest.name === name && deepest.list.localName === kind) deepest.level = level
  else open.pop()
}

/** Whether it has the style of an item without being one: more lines of the item above. */
function isMore(paragraph: HTMLElement): boolean {
  return (
    paragraph.className.startsWith('MsoListParagraph') && !/mso-list:/i.test(styleOf(paragraph))
  )
}

function addLine(open: Open[], paragraph: HTMLElement): boolean {
  const entry = open.at(-1)?.list.lastElementChild
  if (!entry) return false
  if (paragraph.textContent.trim() === '') return true
  entry.append(paragraph.ownerDocument.createElement('br'), ...paragraph.childNodes)
  return true
}

function styleOf(element: Element): string {
  return element.getAttribute('style') ?? ''
}
