/** A column of the file: its name in our own files, and what else it may be called. */
interface Field {
  name: string
  also: string[]
}

/** The columns of our files, in their order. Those of a size stand in every row of it. */
export const productFields = {
  address: { name: 'Address', also: ['handle', 'slug', 'url'] },
  title: { name: 'Name', also: ['title', 'product', 'product name', 'produkt', 'bezeichnung'] },
  status: { name: 'Status', also: ['state'] },
  description: { name: 'Description', also: ['body', 'text', 'beschreibung'] },
  producer: { name: 'Producer', also: ['brand', 'vendor', 'manufacturer', 'hersteller'] },
  origin: { name: 'Origin', also: ['comes from', 'country', 'herkunft'] },
  categories: { name: 'Categories', also: ['category', 'kategorie'] },
  labels: { name: 'Labels', also: ['tags'] },
  allergens: { name: 'Allergens', also: ['allergene'] },
  taxClass: { name: 'Tax class', also: ['tax', 'vat', 'mwst'] },
  image: { name: 'Picture', also: ['image', 'image src', 'bild'] },
  alt: { name: 'Picture text', also: ['alt', 'image alt text'] },
} satisfies Record<string, Field>

export const sizeFields = {
  size: { name: 'Size', also: ['variant', 'option', 'variant title', 'variante'] },
  sku: { name: 'SKU', also: ['article number', 'variant sku', 'artikelnummer'] },
  gtin: { name: 'Barcode', also: ['gtin', 'ean', 'variant barcode'] },
  price: { name: 'Price', also: ['variant price', 'preis'] },
  memberPrice: { name: 'Members’ price', also: ['member price', 'members price'] },
  floor: { name: 'Least to pay', also: ['floor', 'minimum price', 'pay what you can from'] },
  salePrice: { name: 'Sale price', also: [] },
  saleFrom: { name: 'Sale from', also: [] },
  saleUntil: { name: 'Sale until', also: [] },
  measureAmount: { name: 'Amount', also: ['measure amount', 'menge'] },
  measureUnit: { name: 'Unit', also: ['measure unit', 'einheit'] },
  weighed: { name: 'Weighed', also: [] },
  minPerOrder: { name: 'Least of an order', also: ['min', 'minimum'] },
  maxPerOrder: { name: 'Most of an order', also: ['max', 'maximum'] },
  stock: { name: 'Stock', also: ['quantity', 'inventory', 'variant inventory qty', 'bestand'] },
  backorder: { name: 'Sold ahead', also: ['backorder'] },
  lowStockAt: { name: 'Low from', also: ['low stock'] },
  active: { name: 'On sale', also: ['active', 'available'] },
} satisfies Record<string, Field>

export const fields: Record<string, Field> = { ...productFields, ...sizeFields }

const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const byName = new Map(
  Object.entries(fields).flatMap(([field, { name, also }]) =>
    [name, field, ...also].map((one) => [plain(one), field] as const),
  ),
)

/** Which columns of a header are which of our fields, by place; undefined for those that are none. */
export function fieldsOf(header: readonly string[]): (string | undefined)[] {
  const seen = new Set<string>()
  return header.map((column) => {
    const field = byName.get(plain(column))
    if (field === undefined || seen.has(field)) return undefined
    seen.add(field)
    return field
  })
}

/** What `csvLine` guarded comes back as it was. */
export const unguarded = (cell: string): string =>
  /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
