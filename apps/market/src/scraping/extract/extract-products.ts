import { type CheerioAPI, load } from 'cheerio'
import { normaliseUrl } from '../recipe/normalise-url.ts'
import type { Draft, PageHints } from './draft.ts'
import type { FoundProduct, How } from './found-product.ts'
import { jsonLdNodes } from './json-ld.ts'
import { microdataNodes, rdfaNodes } from './marked-up.ts'
import { mergeDrafts } from './merge-drafts.ts'
import { type DataNode, nodesOf } from './node.ts'
import { openGraphProduct } from './open-graph.ts'
import { isProduct, productOfNode } from './product-of-node.ts'

export interface ExtractedPage {
  /** What the page is about; undefined for a list, or when it shows no product. */
  product?: FoundProduct
  /** Whatever else it shows: a list's products, related ones. */
  others: FoundProduct[]
  /** What is wrong with products that were left out. */
  refused: string[]
}

/**
 * Reads the products of a page from what it says to machines: JSON-LD first, then microdata and RDFa,
 * then Open Graph. What the first does not say, the next may, and each field knows who said it.
 */
export function extractProducts(html: string, hints: PageHints): ExtractedPage {
  return productsOf(load(html), hints)
}

/** As `extractProducts`, of a page that is already parsed. */
export function productsOf($: CheerioAPI, hints: PageHints): ExtractedPage {
  const sources: [How, DataNode[]][] = [
    ['json-ld', jsonLdNodes($)],
    ['microdata', microdataNodes($)],
    ['rdfa', rdfaNodes($)],
  ]
  const main: Draft[] = []
  const others: FoundProduct[] = []
  const refused = new Set<string>()
  for (const [how, nodes] of sources) {
    const drafts = products(nodes).map((node) => productOfNode(node, how, hints))
    const about = mainOf($, drafts, hints.url)
    if (about) main.push(about)
    for (const draft of drafts) {
      if (draft === about) continue
      const { product: found, refused: why } = mergeDrafts([draft], {
        ...hints,
        url: draft.fields.url ?? hints.url,
      })
      if (why !== undefined) refused.add(why)
      if (found && others.every(({ externalId }) => externalId !== found.externalId))
        others.push(found)
    }
  }
  const graph = openGraphProduct($, hints)
  if (graph) main.push(graph)
  const { product, refused: why } = mergeDrafts(main, hints)
  if (why !== undefined) refused.add(why)
  const isElse = ({ externalId }: FoundProduct) => externalId !== product?.externalId
  return { ...(product && { product }), others: others.filter(isElse), refused: [...refused] }
}

/** The products at the top, in lists and as what a page is mainly about. */
function products(nodes: DataNode[], depth = 0): DataNode[] {
  const found = nodes.flatMap((node) => {
    if (isProduct(node)) return [node]
    if (depth > 4) return []
    const within = ['mainEntity', 'itemListElement', 'item', 'about', 'mainEntityOfPage']
    return products(
      within.flatMap((name) => nodesOf(node, name)),
      depth + 1,
    )
  })
  return [...new Set(found)]
}

/** A page's only product, or of several the one that has its address or its heading. */
function mainOf($: CheerioAPI, drafts: Draft[], url: string): Draft | undefined {
  if (drafts.length === 1) return drafts[0]
  const here = normaliseUrl($('link[rel="canonical"]').attr('href') ?? url, url) ?? url
  const heading = $('h1').first().text().replaceAll(/\s+/g, ' ').trim()
  return (
    drafts.find(
      ({ fields }) => fields.url !== undefined && normaliseUrl(fields.url, url) === here,
    ) ?? drafts.find(({ fields }) => heading !== '' && fields.name === heading)
  )
}
