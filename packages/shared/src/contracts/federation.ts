import { z } from 'zod'
import type { Db } from '../db/index.ts'

const AppName = z.enum(['blog', 'market', 'cart', 'events', 'federation', 'account'])

/**
 * What happened, before it has an id. `path` is where the object lives on `app`'s origin; `public`
 * ones are for everybody, the others stay in the house.
 */
export const ActivityDraft = z.object({
  app: AppName,
  type: z.enum(['Create', 'Update', 'Delete', 'Accept', 'Reject', 'Join', 'Leave', 'Undo']),
  object: z.object({ type: z.string(), path: z.string().startsWith('/') }).catchall(z.unknown()),
  public: z.boolean().default(false),
})

export type ActivityDraft = z.input<typeof ActivityDraft>

/** What the other domains may ask of federation. */
export interface FederationService {
  /**
   * Writes an activity of the cooperative into the outbox, in the caller's transaction, with one
   * handling for every handler that waits for its kind. Answers the activity's id.
   */
  publish(db: Db, draft: ActivityDraft): Promise<string>
}
