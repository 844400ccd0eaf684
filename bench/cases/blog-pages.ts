import { compare } from '../load/compare.ts'
import { fetchWarmPage } from '../load/fetch-page.ts'
import { type Case, pidsOf } from './bench.ts'

const pages = [
  { what: 'home', path: '/', texts: ['The oven is twenty'], atLeast: 0.06 },
  { what: 'post', path: '/the-oven-is-twenty', texts: ['It came on the back'], atLeast: 0.08 },
]

/** The home page and a post: from the page cache, and made anew with all their SQL. */
export const blogPages: Case = async (bench) => {
  const { stack } = bench
  const { uncachedBlog } = stack
  const rows = []
  for (const { what, path, texts, atLeast } of pages) {
    const cached = stack.originOf('blog') + path
    const uncached = uncachedBlog.origin + path
    const pids = pidsOf(bench)
    const page = await fetchWarmPage(cached, { texts })
    const name = `${what} of the blog, from the page cache`
    rows.push(await compare({ name, url: cached, page, pids, atLeast: 0.8 }, stack))
    rows.push(
      await compare(
        {
          name: `${what} of the blog, uncached, all its SQL`,
          url: uncached,
          page: await fetchWarmPage(uncached, { texts }),
          pids: [...pids, uncachedBlog.pid],
          atLeast,
        },
        stack,
      ),
    )
  }
  return rows
}
