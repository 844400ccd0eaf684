import type { PostProjection } from './project-ghost.ts'

/**
 * The addresses of all files of this Ghost that a post shows: pictures, recordings and files under
 * `/content/`, in the document, in HTML within it, and beside it. Sizes that Ghost made of a picture
 * (`/size/w600/`) count as the picture they were made of only by their own address.
 */
export function mediaAddresses(post: PostProjection, siteUrl: string): string[] {
  const { lexical, html = '', feature_image: image, og_image: social } = post
  const text = JSON.stringify([lexical, html, image, social])
  const prefix = siteUrl.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  const address = new RegExp(
    String.raw`${prefix}/content/(?:images|media|files)/[^\s"'\\<>)]+`,
    'g',
  )
  const found = [...text.matchAll(address)].map(([match]) => match.replace(/[,.;:]+$/, ''))
  return [...new Set(found)]
}
