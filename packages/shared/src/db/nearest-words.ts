import { type SQLWrapper, sql } from 'drizzle-orm'
import type { Db } from './database.ts'

/** The words that a search knows: a view with `word`, and in how many things each stands. */
export interface KnownWords {
  view: SQLWrapper
  /** The column that says how many. */
  uses: string
  /** What made the words: stems of English, or words as they are written. */
  dictionary: 'english_stem' | 'simple'
}

/**
 * Every word as the nearest one that we use: the most similar, or where none is, the most frequent one that
 * is a slip away, for in a short word one slip leaves few trigrams as they were. A slip is one letter, in
 * words of seven or more two; only the first twelve words are looked at so closely, and of these none that
 * has figures in it or that no search looks for, such as "the".
 *
 * @returns undefined when that changes nothing.
 */
export async function nearestWords(
  db: Db,
  words: string,
  { view, uses, dictionary }: KnownWords,
): Promise<string | undefined> {
  const times = sql.identifier(uses)
  const { rows } = await db.execute<{ word: string }>(sql`
    select coalesce((
      select candidate.word from ${view} candidate
      where candidate.word % given.word
      order by similarity(candidate.word, given.word) desc, candidate.${times} desc
      limit 1), (
      select candidate.word from ${view} candidate
      where given.place <= 12 and length(stem) between 3 and 30
        and case when abs(length(candidate.word) - length(stem)) <= slips
          then levenshtein_less_equal(candidate.word, stem, slips) <= slips end
      order by candidate.${times} desc, candidate.word
      limit 1), given.word) as word
    from unnest(regexp_split_to_array(lower(${words}), '\\s+')) with ordinality given(word, place)
    cross join lateral (
      select case when given.word ~ '^[[:alpha:]]+$' and ts_lexize('english_stem', given.word) <> '{}'
        then (ts_lexize(${dictionary}, given.word))[1] end as stem,
        case when length(given.word) < 7 then 1 else 2 end as slips
      offset 0) near
    where given.word <> '' order by given.place`)
  const nearest = rows.map(({ word }) => word).join(' ')
  return nearest === words.toLowerCase() ? undefined : nearest
}
