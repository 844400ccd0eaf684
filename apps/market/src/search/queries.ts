import { randomUUID } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { type Db, type KnownWords, nearestWords } from '@rose-ash/shared/db'
import { productWords } from '@rose-ash/shared/db/models/market-search'

/** So many that match are ranked, however many there are. */
const RANKED = 1_000
const SHOWN = 48
const known: KnownWords = { view: productWords, uses: 'products', dictionary: 'simple' }

export interface Matches {
  /** Of products, the best first. */
  ids: string[]
  /** What was looked for instead, when nothing has the words as they were written. */
  instead: string | undefined
}

/** A piece of a text; those that were looked for are marked. */
export interface Piece {
  text: string
  marked: boolean
}

export interface Found {
  id: string
  market: { slug: string; title: string }
  title: Piece[]
  excerpt: Piece[]
}

/** The published products of a market with these words; the last one may be the beginning of a word. */
export async function matchesIn(db: Db, marketId: string, words: string): Promise<Matches> {
  const look = async (text: string) => {
    const { rows } = await db.execute<{ id: string }>(
      sql`${best(text, sql`product.market_id = ${marketId}`, RANKED)}
        select id from best order by rank desc, id`,
    )
    return rows.map(({ id }) => id)
  }
  const ids = await look(words)
  if (ids.length > 0) return { ids, instead: undefined }
  const instead = await nearestWords(db, words, known)
  return instead ? { ids: await look(instead), instead } : { ids, instead: undefined }
}

/** The best matches of all markets, with where the words stand. */
export async function search(
  db: Db,
  words: string,
): Promise<{ found: Found[]; instead: string | undefined }> {
  const found = await lookFor(db, words)
  if (found.length > 0) return { found, instead: undefined }
  const instead = await nearestWords(db, words, known)
  if (!instead) return { found, instead: undefined }
  return { found: await lookFor(db, instead), instead }
}

async function lookFor(db: Db, words: string): Promise<Found[]> {
  // What is marked is told apart by words that no text can have.
  const [start, end] = [`[${randomUUID()}]`, `[/${randomUUID()}]`]
  const marks = `StartSel=${start}, StopSel=${end}`
  const { rows } = await db.execute<{
    id: string
    slug: string
    market: string
    title: string
    excerpt: string
  }>(sql`${best(words, sql`true`, SHOWN)}
    select product.id, market.slug, market.title as market,
      ts_headline('english', product.title, ${queryOf(words)}, ${`${marks}, HighlightAll=true`})
        as title,
      ts_headline('english', left(product.description, 5000), ${queryOf(words)},
        ${`${marks}, MaxWords=24, MinWords=12`}) as excerpt
    from best join market.products product on product.id = best.id
    join market.markets market on market.id = product.market_id
    order by best.rank desc, product.id`)
  return rows.map(({ id, slug, market, title, excerpt }) => ({
    id,
    market: { slug, title: market },
    title: piecesOf(title, start, end),
    excerpt: piecesOf(excerpt, start, end),
  }))
}

/**
 * Ranks what matches: titles that begin with the words, titles that have them, and only when these are
 * few, whatever else has them. No more than so many of each are taken out of the indexes, so a word that half of all
 * products have costs no more than a rare one and still finds the best.
 */
function best(words: string, which: SQL, limit: number): SQL {
  const query = queryOf(words)
  const inTitle = sql`product.search @@ ${queryOf(words, 'A')}`
  const plain = words.toLowerCase().replaceAll(/[%_\\]/g, String.raw`\$&`)
  const pattern = (text: string) => sql`${words.length < 3 ? null : text}::text`
  const begins = sql`coalesce(lower(product.title) like ${pattern(`${plain}%`)}, false)`
  const partly = sql`coalesce(lower(product.title) like ${pattern(`%${plain}%`)}, false)`
  const matching = (how: SQL) => sql`(select product.id, product.search, product.title
    from market.products product
    where product.status = 'published' and ${which} and ${how} limit ${RANKED})`
  return sql`with titled as materialized (
      ${matching(sql`lower(product.title) like ${pattern(`${plain}%`)}`)}
      union all
      ${matching(sql`${inTitle} and not ${begins}`)}
      union all
      ${matching(sql`lower(product.title) like ${pattern(`%${plain}%`)} and not ${inTitle} and not ${begins}`)}
    ), others as materialized (
      ${matching(sql`(select count(*) from titled) < ${RANKED}
        and product.search @@ ${query} and not ${inTitle} and not ${partly}`)}
    ), best as (
      select product.id, ts_rank(product.search, ${query})
        + case when ${begins} then 0.75 when ${partly} then 0.5 else 0 end as rank
      from (select * from titled union all select * from others) product
      order by rank desc, id limit ${limit}
    )`
}

/** All the words, the last of them perhaps only begun; `A`: all in the title. */
function queryOf(words: string, weight: 'A' | '' = ''): SQL {
  const all = words.match(/[\p{L}\p{N}]+/gu) ?? []
  const text = all.slice(0, 12).map((word, at, { length }) => {
    const how = `${at === length - 1 ? '*' : ''}${weight}`
    return how ? `${word}:${how}` : word
  })
  // As a select of its own it is read once: by itself, once for each row.
  return sql`(select to_tsquery('english', ${text.join(' & ')}))`
}

/** Cut where the marks are. */
function piecesOf(excerpt: string, start: string, end: string): Piece[] {
  return excerpt.split(start).flatMap((part, index) => {
    if (index === 0) return part ? [{ text: part, marked: false }] : []
    const [marked = '', rest = ''] = part.split(end)
    return [{ text: marked, marked: true }, ...(rest ? [{ text: rest, marked: false }] : [])]
  })
}
