import { isDrawing } from '../../views/index.ts'

/**
 * Where other servers, feed readers and search engines find a picture of the market: a file as it is, one
 * of our drawings as PNG, which everybody can show. Undefined for a picture that there is not.
 *
 * @param origin of the market.
 */
export function pictureAddress(image: string | null, origin: string): string | undefined {
  if (image === null) return undefined
  if (image.includes('/')) return new URL(image, origin).href
  return isDrawing(image) ? `${origin}/drawings/${image}.png` : undefined
}
