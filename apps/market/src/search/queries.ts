import { randomUUID } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { type Db } from '@rose-ash/shared/db'

/** So many that match are ranked, however many there are. */
const RANKED = 1_000
const SHOWN = 48

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
  const instead = await nearestWords(db, words)
  return instead ? { ids: await look(instead), instead } : { ids, instead: undefined }
}

/** The best matches of all markets, with where the words stand. */
export async function search(
  db: Db,
  words: string,
): Promise<{ found: Found[]; instead: string | undefined }> {
  const found = await lookFor(db, words)
  if (found.length > 0) return { found, instead: undefined }
  const instead = await nearestWords(db, words)
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
 * Ranks what matches. No more than so many are taken out of the index in the first place, so a word that half of
 * all products have costs no more than a rare one.
 */
function best(words: string, which: SQL, limit: number): SQL {
  const query = queryOf(words)
  const partly =
    words.length < 3 ? null : `%${words.toLowerCase().replaceAll(/[%_\\]/g, String.raw`\$&`)}%`
  const matching = (how: SQL) => sql`(select product.id, product.search, product.title
    from market.products product
    where product.status = 'published' and ${which} and ${how} limit ${RANKED})`
  return sql`with matching as materialized (
      ${matching(sql`product.search @@ ${query}`)}
      union
      ${matching(sql`lower(product.title) like ${partly}::text`)}
    ), best as (
      select id, ts_rank(search, ${query})
        + case when lower(title) like ${partly}::text then 0.5 else 0 end as rank
      from matching order by rank desc, id limit ${limit}
    )`
}

/** All the words, the last of them perhaps only begun. */
function queryOf(words: string): SQL {
  const all = words.match(/[\p{L}\p{N}]+/gu) ?? []
  const text = all
    .slice(0, 12)
    .map((word, at, { length }) => (at === length - 1 ? `${word}:*` : word))
  return sql`to_tsquery('english', ${text.join(' & ')})`
}

/** Every word as the most similar one that we use; undefined when that changes nothing. */
async function nearestWords(db: Db, words: string): Promise<string | undefined> {
  const { rows } = await db.execute<{ word: string }>(sql`
    select coalesce((
      select candidate.word from market.search_words candidate
      where candidate.word % given.word
      order by similarity(candidate.word, given.word) desc, candidate.products desc
      limit 1), given.word) as word
    from unnest(regexp_split_to_array(lower(${words}), '\\s+')) with ordinality given(word, place)
    where given.word <> '' order by given.place limit 12`)
  const nearest = rows.map(({ word }) => word).join(' ')
  return nearest === words.toLowerCase() ? undefined : nearest
}

/** Cut where the marks are. */
function piecesOf(excerpt: string, start: string, end: string): Piece[] {
  return excerpt.split(start).flatMap((part, index) => {
    if (index === 0) return part ? [{ text: part, marked: false }] : []
    const [marked = '', rest = ''] = part.split(end)
    return [{ text: marked, marked: true }, ...(rest ? [{ text: rest, marked: false }] : [])]
  })
}
