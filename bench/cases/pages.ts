import { compare } from '../load/compare.ts'
import { fetchWarmPage } from '../load/fetch-page.ts'
import { cookieFile } from '../stack/make-viewers.ts'
import { type Case, composedPath, composedTexts, count, pidsOf } from './bench.ts'

const SIGNED_IN = 50

/** Somebody without session and basket: the whole page from memory. */
export const anonymousPage: Case = async (bench) => {
  const url = bench.stack.originOf('blog') + composedPath
  const page = await fetchWarmPage(url, { texts: composedTexts })
  const pids = pidsOf(bench)
  const name = 'anonymous page from the page cache'
  return [await compare({ name, url, page, pids, atLeast: 0.8 }, bench.stack)]
}

/** Session checked; the market's and the calendar's widgets, and the viewer's basket and menu. */
export const signedInPage: Case = async (bench) => {
  const { stack } = bench
  const viewers = bench.viewers.slice(0, SIGNED_IN)
  const url = stack.originOf('blog') + composedPath
  for (const { cookies, name, inBasket } of viewers) {
    const texts = [...composedTexts, name, count(inBasket)]
    await fetchWarmPage(url, { headers: { cookie: cookies.blog }, texts })
  }
  const page = await fetchWarmPage(url, {
    headers: { cookie: viewers[0]?.cookies.blog ?? '' },
    texts: composedTexts,
  })
  const row = await compare(
    {
      name: `signed-in page, four warm fragments (${SIGNED_IN} viewers in turn)`,
      url,
      page,
      pids: pidsOf(bench),
      cookieFile: await cookieFile(stack, viewers, 'blog'),
      atLeast: 0.35,
    },
    stack,
  )
  return [row]
}

/** Made anew for every request by a market that keeps no pages. */
export const productPage: Case = async (bench) => {
  const { uncachedMarket } = bench.stack
  const url = `${uncachedMarket.origin}/products/tannery-sourdough`
  const page = await fetchWarmPage(url, { texts: ['Tannery sourdough'] })
  const pids = [...pidsOf(bench), uncachedMarket.pid]
  const name = 'product page, uncached, all its SQL'
  return [await compare({ name, url, page, pids, atLeast: 0.06 }, bench.stack)]
}

/** A basket of three lines, never cached. */
export const basketPage: Case = async (bench) => {
  const { stack } = bench
  const viewers = bench.viewers.slice(0, SIGNED_IN)
  const url = `${stack.originOf('cart')}/`
  const [first] = viewers
  if (!first) throw new Error('nobody is signed in')
  const headers = { cookie: first.cookies.cart }
  const page = await fetchWarmPage(url, { headers, texts: [first.name, count(first.inBasket)] })
  const row = await compare(
    {
      name: 'basket of three lines, session and all its SQL',
      url,
      page,
      pids: pidsOf(bench),
      cookieFile: await cookieFile(stack, viewers, 'cart'),
      atLeast: 0.05,
    },
    stack,
  )
  return [row]
}

/** The browser has the page and asks whether it is still right. */
export const unchangedPage: Case = async (bench) => {
  const url = bench.stack.originOf('blog') + composedPath
  const page = await fetchWarmPage(url, { texts: composedTexts })
  const headers = { 'if-none-match': page.etag ?? '' }
  const pids = pidsOf(bench)
  const name = '304 for an unchanged page'
  return [await compare({ name, url, page, pids, headers, atLeast: 0.9 }, bench.stack)]
}
