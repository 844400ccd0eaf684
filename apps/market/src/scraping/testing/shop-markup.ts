/** A product of the supplier of the tests. */
export interface ShopProduct {
  id: number
  name: string
  priceMinor: number
  currency: 'EUR' | 'GBP'
  inStock: boolean
  gtin: string
  /** Where its picture is, if it has one; only some makes of shop show it. */
  image?: string
}

type Markup = (product: ShopProduct) => string

const major = ({ priceMinor }: ShopProduct) => (priceMinor / 100).toFixed(2)
const german = (product: ShopProduct) => major(product).replace('.', ',')

function offer(product: ShopProduct): object {
  return {
    '@type': 'Offer',
    price: major(product),
    priceCurrency: product.currency,
    availability: `https://schema.org/${product.inStock ? 'InStock' : 'OutOfStock'}`,
  }
}

/** How shops of different make write the same product. Each is a whole page. */
export const markups = {
  woocommerce: (product) =>
    page(
      product,
      jsonLd({
        '@context': 'https://schema.org/',
        '@graph': [
          {
            '@type': 'Product',
            name: product.name,
            sku: `A-${product.id}`,
            gtin13: product.gtin,
            image: product.image,
            offers: [
              {
                ...offer(product),
                price: undefined,
                priceSpecification: [
                  {
                    '@type': 'UnitPriceSpecification',
                    price: major(product),
                    priceCurrency: product.currency,
                  },
                  {
                    '@type': 'UnitPriceSpecification',
                    priceType: 'https://schema.org/ListPrice',
                    price: (product.priceMinor / 50).toFixed(2),
                    priceCurrency: product.currency,
                  },
                ],
              },
            ],
          },
        ],
      }),
    ),
  shopify: (product) =>
    page(
      product,
      jsonLd({
        '@context': 'http://schema.org/',
        '@type': 'ProductGroup',
        name: product.name,
        productGroupID: `A-${product.id}`,
        sku: `A-${product.id}`,
        gtin: product.gtin,
        hasVariant: [
          {
            '@type': 'Product',
            sku: `A-${product.id}-1`,
            name: product.name,
            size: 'S',
            offers: offer(product),
          },
          {
            '@type': 'Product',
            sku: `A-${product.id}-2`,
            name: product.name,
            size: 'L',
            offers: { ...offer(product), price: (product.priceMinor / 50).toFixed(2) },
          },
        ],
      }),
    ),
  shopware: (product) =>
    page(
      product,
      `<div itemscope itemtype="https://schema.org/Product"><meta itemprop="sku" content="A-${product.id}"><meta itemprop="gtin13" content="${product.gtin}"><span itemprop="name">${product.name}</span>${product.image ? `<img itemprop="image" src="${product.image}">` : ''}<div itemprop="offers" itemscope itemtype="http://schema.org/Offer"><meta itemprop="priceCurrency" content="${product.currency}"><span itemprop="price">${german(product)}</span><link itemprop="availability" href="http://schema.org/${product.inStock ? 'InStock' : 'OutOfStock'}"></div></div>`,
    ),
  prestashop: (product) =>
    page(
      product,
      `<script type="application/ld+json">\n//<![CDATA[\n{"@type":"product","name":"${product.name}","sku":"A-${product.id}","gtin13":"${product.gtin}", // the shop\n"description":"two\nlines","offers":{"@type":"Offer","price":"${major(product)}0000","priceCurrency":"${product.currency}","availability":"https://schema.org/${product.inStock ? 'InStock' : 'OutOfStock'}",},}\n//]]></script>`,
    ),
  openGraph: (product) =>
    page(
      product,
      '',
      `<meta property="og:type" content="product"><meta property="og:title" content="${product.name}">${product.image ? `<meta property="og:image" content="${product.image}">` : ''}<meta property="product:retailer_item_id" content="A-${product.id}"><meta property="product:ean" content="${product.gtin}"><meta property="product:price:amount" content="${major(product)}"><meta property="product:price:currency" content="${product.currency}"><meta property="product:availability" content="${product.inStock ? 'in stock' : 'out of stock'}">`,
    ),
  table: (product) =>
    page(
      product,
      `<table><tr><th>Art.-Nr.<td class=no>Art.-Nr.: A-${product.id}<tr><th>EAN<td class=ean>${product.gtin}<tr><th>Preis<td class=price>${german(product)} ${product.currency === 'EUR' ? '€' : '£'} inkl. 7% MwSt.<tr><td class=stock>${product.inStock ? 'Auf Lager' : 'Nicht auf Lager'}</table`,
    ),
} satisfies Record<string, Markup>

export type Engine = keyof typeof markups

function page({ name }: ShopProduct, body: string, head = ''): string {
  return `<!doctype html><html><head><meta charset="utf-8"><title>${name}</title>${head}</head><body><h1>${name}</h1>${body}</body></html>`
}

const jsonLd = (value: object) =>
  `<script type="application/ld+json">${JSON.stringify(value)}</script>`
