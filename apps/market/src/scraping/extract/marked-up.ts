import type { CheerioAPI } from 'cheerio'
import { type DataNode, type DataValue, localName, typeName } from './node.ts'

/** How a kind of markup names a thing, its type and its properties. */
interface Markup {
  item: string
  type: string
  property: string
  id: string
}

const microdata: Markup = {
  item: 'itemscope',
  type: 'itemtype',
  property: 'itemprop',
  id: 'itemid',
}
const rdfa: Markup = { item: 'typeof', type: 'typeof', property: 'property', id: 'resource' }

/** The things that stand alone in a page's microdata, references (`itemref`) included. */
export function microdataNodes($: CheerioAPI): DataNode[] {
  return $('[itemscope]:not([itemprop])')
    .toArray()
    .map((element) => nodeOf($, element, microdata))
}

/** The things of a page's RDFa Lite. `property` without a thing around it is Open Graph's. */
export function rdfaNodes($: CheerioAPI): DataNode[] {
  return $('[typeof]:not([property])')
    .toArray()
    .map((element) => nodeOf($, element, rdfa))
}

const deepest = 32

type Element = ReturnType<typeof linksOf>[number]

/** Only for its type: cheerio does not export that of an element. */
const linksOf = ($: CheerioAPI) => $('a').toArray()

function nodeOf($: CheerioAPI, element: Element, markup: Markup, seen: Element[] = []): DataNode {
  const id = element.attribs[markup.id]
  const node: DataNode = {
    types: words(element.attribs[markup.type]).map(typeName),
    ...(id !== undefined && { id }),
    props: {},
    snippet: $.html(element).slice(0, 2_000),
  }
  const within = [...seen, element]
  collect($, element, node, markup, within)
  for (const reference of markup === microdata ? words(element.attribs.itemref) : []) {
    const found = $(`[id="${reference.replaceAll(/["\\]/g, '')}"]`)[0]
    if (!found || within.includes(found)) continue
    if (found.attribs[markup.property] === undefined) collect($, found, node, markup, within)
    else add($, found, node, markup, within)
  }
  if (markup === microdata) lendCurrency($, element, node)
  return node
}

/** Shops copy RDFa's `property` into the microdata of an offer: without a currency it counts there. */
function lendCurrency($: CheerioAPI, element: Element, { types, props }: DataNode): void {
  const isOffer = types.some((type) => type === 'offer' || type === 'aggregateoffer')
  if (!isOffer || props['priceCurrency'] !== undefined) return
  const own = $(element)
    .find('meta[property="priceCurrency"]')
    .toArray()
    .find((meta) => $(meta).closest('[itemscope]').is(element))
  if (own) props['priceCurrency'] = [valueOf($, own)]
}

function collect(
  $: CheerioAPI,
  parent: Element,
  node: DataNode,
  markup: Markup,
  seen: Element[],
): void {
  // A stack instead of recursion: broken pages nest as deep as they are long.
  const waiting = $(parent).children().toArray().toReversed()
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const isItem = at.attribs[markup.item] !== undefined
    if (at.attribs[markup.property] !== undefined) add($, at, node, markup, seen)
    if (!isItem) waiting.push(...$(at).children().toArray().toReversed())
  }
}

function add(
  $: CheerioAPI,
  element: Element,
  node: DataNode,
  markup: Markup,
  seen: Element[],
): void {
  const isItem = element.attribs[markup.item] !== undefined
  if (isItem && (seen.length > deepest || seen.includes(element))) return
  const value: DataValue = isItem ? nodeOf($, element, markup, seen) : valueOf($, element)
  for (const name of words(element.attribs[markup.property])) {
    ;(node.props[localName(name)] ??= []).push(value)
  }
}

const addresses: Readonly<Record<string, string>> = {
  a: 'href',
  area: 'href',
  link: 'href',
  img: 'src',
  audio: 'src',
  video: 'src',
  source: 'src',
  embed: 'src',
  iframe: 'src',
  object: 'data',
  data: 'value',
  meter: 'value',
  time: 'datetime',
}

function valueOf($: CheerioAPI, element: Element): string {
  const attribute = addresses[element.name] ?? ''
  const said = element.attribs.content ?? element.attribs[attribute]
  return (said ?? $(element).text()).replaceAll(/\s+/g, ' ').trim()
}

function words(text: string | undefined): string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '')
}
