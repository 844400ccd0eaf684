import { type CheerioAPI, load } from 'cheerio'
import { normaliseUrl } from './normalise-url.ts'
import type { Recipe } from './recipe.ts'

export interface FoundLinks {
  /** Pages of single products, each once, in the order of the page. */
  products: string[]
  /** Where the list goes on. */
  next: string[]
}

/**
 * The links of a list page, on the page's own host alone. Without a recipe, `rel="next"` is where it
 * goes on, and products are what its JSON-LD says (`extractProducts` has them).
 */
export function findLinks(html: string, url: string, recipe: Recipe): FoundLinks {
  const $ = load(html)
  const base = URL.parse($('base[href]').attr('href') ?? '', url)?.href ?? url
  const { items, next } = recipe.list
  return {
    products: items === undefined ? [] : links($, items, base, url),
    next: links($, next ?? 'link[rel~="next"], a[rel~="next"]', base, url),
  }
}

function links($: CheerioAPI, selector: string, base: string, url: string): string[] {
  const { host } = new URL(url)
  const here = normaliseUrl(url, url)
  const found = $(selector)
    .toArray()
    .flatMap((element) => {
      const href =
        $(element).attr('href') ??
        $(element).find('a[href]').attr('href') ??
        $(element).closest('a').attr('href')
      return href === undefined ? [] : (normaliseUrl(href, base) ?? [])
    })
  return [...new Set(found)].filter((link) => new URL(link).host === host && link !== here)
}

/** A page's own word for its one address, if it is of the same host; otherwise where it was read. */
export function canonicalUrl($: CheerioAPI, url: string): string {
  const own = normaliseUrl(url, url) ?? url
  const said = normaliseUrl($('link[rel~="canonical"]').attr('href') ?? '', url)
  return said !== undefined && new URL(said).host === new URL(url).host ? said : own
}

export interface Sitemap {
  pages: { url: string; lastModified?: string }[]
  /** Further sitemaps, of an index. */
  sitemaps: string[]
}

/** Reads a sitemap or an index of them: addresses of its own host, at most 50,000, each once. */
export function parseSitemap(xml: string, url: string): Sitemap {
  const $ = load(xml, { xml: true })
  const { host } = new URL(url)
  const entries = (name: string) =>
    $(name)
      .toArray()
      .slice(0, 50_000)
      .flatMap((element) => {
        const found = normaliseUrl($(element).children('loc').text(), url)
        if (found === undefined || new URL(found).host !== host) return []
        const lastModified = $(element).children('lastmod').text().trim()
        return [{ url: found, ...(lastModified !== '' && { lastModified }) }]
      })
  const pages = new Map(entries('url').map((page) => [page.url, page]))
  return {
    pages: [...pages.values()],
    sitemaps: [...new Set(entries('sitemap').map((one) => one.url))],
  }
}
