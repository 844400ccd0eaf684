import { foundProduct, type FoundProduct } from '../../scraping/extract/found-product.ts'
import { gtinOf } from '../../scraping/extract/gtin.ts'
import { parsePrice, priceProblems } from '../../scraping/prices/parse-price.ts'

/** What a column of a price list can be. */
export const listColumns = [
  'sku',
  'name',
  'price',
  'gtin',
  'description',
  'brand',
  'caseSize',
  'stock',
  'category',
] as const

export type ListColumn = (typeof listColumns)[number]

/** Which column of the file is which of ours, by its name in the first row. */
export type ColumnNames = Partial<Record<ListColumn, string>>

interface Row {
  head: string[]
  cells: string[]
  columns: ColumnNames
  supplier: { id: string; currency: string; locale: string }
}

/** The product that a row says, or why it says none. */
export function productOfRow(row: Row): FoundProduct | { problem: string } {
  const { head, cells, columns, supplier } = row
  const said = (column: ListColumn) => {
    const at = head.indexOf(columns[column] ?? '')
    return (at < 0 ? undefined : cells[at]?.trim()) || undefined
  }
  const name = said('name')?.slice(0, 500)
  const gtin = gtinOf(said('gtin'))
  const sku = said('sku')?.slice(0, 200)
  const id = sku ?? gtin
  if (name === undefined) return { problem: 'There is no name in this row.' }
  if (id === undefined) return { problem: 'There is no number and no valid barcode in this row.' }
  const { currency, locale } = supplier
  const price = parsePrice(said('price') ?? '', { currency, locale })
  if ('problem' in price) return { problem: priceProblems[price.problem] }
  const counts = { caseSize: wholeOf(said('caseSize')), stock: wholeOf(said('stock')) }
  if (Object.values(counts).includes('bad')) return { problem: 'A count here is no whole number.' }
  const { caseSize, stock } = counts
  const snippet = cells.join(' | ').slice(0, 2_000)
  const how = 'price-list' as const
  const parsed = foundProduct.safeParse({
    externalId: id,
    url: `https://price-list.invalid/${supplier.id}/${encodeURIComponent(id)}`,
    name,
    description: said('description'),
    brand: said('brand')?.slice(0, 200),
    sku,
    gtin,
    priceMinor: price.price.amount,
    currency: price.price.currency,
    availability: availabilityOf(stock),
    stock,
    images: [],
    caseSize: typeof caseSize === 'number' && caseSize > 1 ? caseSize : undefined,
    category: [said('category') ?? []].flat().map((one) => one.slice(0, 200)),
    variants: [],
    evidence: { name: { how, snippet }, priceMinor: { how, snippet } },
  })
  return parsed.success ? parsed.data : { problem: 'This row is not written as a product is.' }
}

function availabilityOf(stock: unknown): FoundProduct['availability'] {
  if (stock === undefined) return 'unknown'
  return stock === 0 ? 'out_of_stock' : 'in_stock'
}

function wholeOf(text: string | undefined): number | 'bad' | undefined {
  if (text === undefined) return undefined
  return /^\d{1,6}$/.test(text) ? Number(text) : 'bad'
}
