import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { people } from '@rose-ash/shared/db/models/account'

/** Sets the name that a person goes by. */
export async function rename(
  db: Db,
  { personId, name }: { personId: string; name: string },
): Promise<void> {
  await db.update(people).set({ name }).where(eq(people.id, personId))
}
