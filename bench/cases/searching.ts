import { sql } from 'drizzle-orm'
import { type Db, openDatabase } from '@rose-ash/shared/db'
import { fetchWarmPage } from '../load/fetch-page.ts'
import type { Case } from './bench.ts'

const POSTS = 10_000
const CHUNK = 500
const words = [
  'sourdough',
  'orchard',
  'kiln',
  'winter soup',
  'sourdogh',
  'apple tree',
  'choir',
  'ash',
]

/** Searching in 10,000 posts of 300 words, one question after the other; words with a slip among them. */
export const searching: Case = async ({ stack }) => {
  const { db, close } = openDatabase({ url: stack.databaseUrl, size: 2, onError: () => undefined })
  try {
    await writePosts(db)
  } finally {
    await close()
  }
  const times: number[] = []
  for (let round = 0; round < 50; round += 1) {
    for (const query of words) {
      const url = `${stack.originOf('blog')}/search?q=${encodeURIComponent(query)}`
      const begun = performance.now()
      await fetchWarmPage(url, {})
      times.push(performance.now() - begun)
    }
  }
  times.sort((a, b) => a - b)
  const at = (part: number) => times[Math.floor(times.length * part)] ?? 0
  return [
    {
      name: `search over ${POSTS} posts`,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      result: `p95 ${at(0.95).toFixed(1)} ms`,
    },
  ]
}

/** Posts of words that people use, some of them rare. */
async function writePosts(db: Db): Promise<void> {
  for (let from = 1; from <= POSTS; from += CHUNK) await writeChunk(db, from)
  await db.execute(sql`analyze blog.posts`)
  await db.execute(sql`refresh materialized view blog.search_words`)
}

/** So few that one statement stays within the time that statements have, on a slow machine, too. */
async function writeChunk(db: Db, from: number): Promise<void> {
  await db.execute(sql`
    with author as (select id from blog.authors limit 1),
    vocabulary as (select array['bread','flour','water','oven','orchard','apple','tree','winter','soup',
      'choir','kiln','clay','market','friday','morning','garden','leek','honey','people','village',
      'ash','bench','coffee','table','sourdough','harvest','field','rain','song','letter'] as words)
    insert into blog.posts (id, type, slug, title, plaintext, html, author_id, status, published_at)
    select gen_random_uuid(), 'post', 'searched-' || n, 'Post ' || n || ' of many',
      story.body, '<p>' || story.body || '</p>', author.id, 'published', now() - n * interval '1 hour'
    from generate_series(${from}::int, ${from + CHUNK - 1}::int) n, author, vocabulary,
      lateral (select string_agg(words[1 + floor(random() * random() * 30 + part * 0 + n * 0)::int], ' ') body
        from generate_series(1, 300) part) story`)
}
