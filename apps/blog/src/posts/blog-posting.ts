import type { Config } from '@rose-ash/shared/config'
import type { Post } from './queries.ts'

interface Place {
  url: string
  image: string | undefined
  config: Config
}

/** schema.org's BlogPosting, for search engines. */
export function blogPosting(post: Post, { url, image, config }: Place) {
  const { title, excerpt, publishedAt, updatedAt, authors, tags, visibility } = post
  const { origins, cooperative } = config
  return {
    '@context': 'https://schema.org',
    '@type': 'BlogPosting',
    mainEntityOfPage: url,
    headline: title,
    description: excerpt || undefined,
    image,
    datePublished: publishedAt.toISOString(),
    dateModified: updatedAt.toISOString(),
    author: authors.map(({ name, href }) => ({
      '@type': 'Person',
      name,
      url: origins.blog + href,
    })),
    publisher: { '@type': 'Organization', name: cooperative.name, url: `${origins.blog}/` },
    keywords: tags.length > 0 ? tags.map(({ name }) => name) : undefined,
    isAccessibleForFree: visibility === 'public',
  }
}
