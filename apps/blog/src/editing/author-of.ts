import { eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { authors } from '@rose-ash/shared/db/models/blog'
import type { Services } from '@rose-ash/shared/services/registry'
import { toSlug } from './slugs.ts'

/** The author that this person writes as, made when there is none yet. */
export async function authorOf(
  tx: Db,
  { account }: Pick<Services, 'account'>,
  personId: string,
): Promise<string> {
  const known = await findAuthor(tx, personId)
  if (known) return known
  // Who begins two posts at once is one author.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`author ${personId}`}, 0))`)
  const found = await findAuthor(tx, personId)
  if (found) return found
  const { name, email } = await account.person(tx, personId)
  const called = name ?? email.slice(0, email.indexOf('@'))
  const slug = toSlug(called) || 'author'
  const made = { personId, name: called }
  const [first] = await tx
    .insert(authors)
    .values({ ...made, slug })
    .onConflictDoNothing({ target: authors.slug })
    .returning({ id: authors.id })
  if (first) return first.id
  const [second] = await tx
    .insert(authors)
    .values({ ...made, slug: `${slug}-${personId.slice(-8)}` })
    .returning({ id: authors.id })
  if (!second) throw new Error('an author could not be made')
  return second.id
}

async function findAuthor(tx: Db, personId: string): Promise<string | undefined> {
  const [found] = await tx
    .select({ id: authors.id })
    .from(authors)
    .where(eq(authors.personId, personId))
    .limit(1)
  return found?.id
}
