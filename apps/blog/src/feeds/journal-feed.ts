import { Feed } from 'feed'
import type { Config } from '@rose-ash/shared/config'
import { absoluteAddresses } from '../posts/absolute-addresses.ts'
import type { FeedPost } from './queries.ts'

type Site = Pick<Config, 'cooperative' | 'locale' | 'origins'>

/** The journal for feed readers: whole posts, each with its own author. */
export function journalFeed(
  { cooperative, locale, origins }: Site,
  posts: readonly FeedPost[],
): Feed {
  const { name, tagline } = cooperative
  const { blog } = origins
  const [newest] = posts
  const feed = new Feed({
    id: `${blog}/`,
    link: `${blog}/`,
    title: name,
    description: tagline,
    language: locale,
    generator: false,
    feedLinks: { rss: `${blog}/rss.xml`, json: `${blog}/feed.json` },
    ...(newest && { updated: newest.publishedAt }),
  })
  for (const { href, title, excerpt, html, publishedAt, updatedAt, author } of posts) {
    feed.addItem({
      id: blog + href,
      link: blog + href,
      title,
      description: excerpt,
      content: absoluteAddresses(html, blog),
      date: updatedAt,
      published: publishedAt,
      author: [{ name: author.name, link: blog + author.href }],
    })
  }
  return feed
}

/** As RSS 2.0, whose own element for authors takes e-mail addresses alone: names go into Dublin Core's. */
export function journalRss(site: Site, posts: readonly FeedPost[]): string {
  const feed = journalFeed(site, posts)
  feed.items = feed.items.map(({ author = [], content, ...item }) => ({
    ...item,
    // Where no post has any text, the library would leave the namespaces out.
    content: content || ' ',
    extensions: author.map(({ name }) => ({ name: 'dc:creator', objects: { _text: name } })),
  }))
  return feed.rss2()
}
