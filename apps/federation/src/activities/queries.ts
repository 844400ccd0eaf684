import { and, desc, eq, lt } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { apActivities } from '@rose-ash/shared/db/models/federation'

export type ActivityRow = typeof apActivities.$inferSelect

export interface ActivityPage {
  activities: ActivityRow[]
  /** Where the next page begins; undefined on the last. */
  before: string | undefined
}

const pageSize = 20

/** What everybody may know, newest first: those before the one named, when one is. */
export async function publicActivities(db: Db, before?: string): Promise<ActivityPage> {
  const older = before ? lt(apActivities.id, before) : undefined
  const rows = await db
    .select()
    .from(apActivities)
    .where(and(eq(apActivities.isPublic, true), older))
    .orderBy(desc(apActivities.id))
    .limit(pageSize + 1)
  const activities = rows.slice(0, pageSize)
  return { activities, before: rows.length > pageSize ? activities.at(-1)?.id : undefined }
}

/** undefined for one that is not public, as for one that is not. */
export async function publicActivity(db: Db, id: string): Promise<ActivityRow | undefined> {
  const [row] = await db
    .select()
    .from(apActivities)
    .where(and(eq(apActivities.id, id), eq(apActivities.isPublic, true)))
  return row
}
