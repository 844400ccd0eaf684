/** The cache tags of what shows these products: each itself, and what is left of its variants. */
export function productTags(products: { id: string; variantIds: string[] }[]): string[] {
  return products.flatMap(({ id, variantIds }) => [
    `product:${id}`,
    ...variantIds.map((variantId) => `item:${variantId}`),
  ])
}
