import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { ghostTasks } from '@rose-ash/shared/db/models/blog-ghost'
import { NotFound, Refusal } from '@rose-ash/shared/errors'
import { addJob } from '@rose-ash/shared/jobs'
import type { GhostParts } from '../ghost-parts.ts'
import { openSite } from '../sites/open-site.ts'
import { isFromGhost } from './hook-signature.ts'

/** A webhook whose signature is missing, wrong or old, or that is for no Ghost of ours. */
class NotFromGhost extends Refusal {
  constructor() {
    super('not_from_ghost', 401, 'This did not come from a Ghost that is connected here.')
  }
}

const which = z
  .object({
    id: z
      .string()
      .regex(/^[0-9a-f]{24}$/)
      .optional(),
  })
  .optional()
const about = z.object({ current: which, previous: which }).optional()
const Hook = z.object({ event: z.string(), post: about, page: about, tag: about, member: about })

/**
 * Takes a webhook as a hint of where to look, never as news: what it says may be old, late or
 * repeated, and has no document.
 *
 * @throws {NotFromGhost} and changes nothing.
 */
export async function takeNudge(
  parts: GhostParts,
  { siteId, raw, signature }: { siteId: string; raw: Buffer; signature: string | undefined },
): Promise<void> {
  const site = await openSite(parts, siteId).catch((error: unknown) => {
    if (error instanceof NotFound) throw new NotFromGhost()
    throw error
  })
  if (!isFromGhost(site.webhookSecret, raw, signature, parts.now())) throw new NotFromGhost()
  const task = taskOf(raw)
  await parts.db.transaction(async (tx) => {
    // Asked for again while it is under way, it is done once more: see `runTasks`.
    await tx
      .insert(ghostTasks)
      .values({ siteId, ...task })
      .onConflictDoUpdate({
        target: [ghostTasks.siteId, ghostTasks.task, ghostTasks.kind, ghostTasks.subject],
        set: { dueAt: sql`clock_timestamp()` },
      })
    if (task.task === 'sweep') return
    await addJob(tx, { task: 'ghost-tasks', key: `ghost-tasks:${siteId}`, payload: { siteId } })
  })
}

/** What cannot be understood makes us look at everything; the next minute does that. */
function taskOf(raw: Buffer) {
  const hook = Hook.safeParse(parseJson(raw)).data
  for (const kind of ['post', 'page', 'tag', 'member'] as const) {
    const subject = hook?.[kind]?.current?.id ?? hook?.[kind]?.previous?.id
    if (subject) return { task: 'pull' as const, kind, subject }
  }
  return { task: 'sweep' as const }
}

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString()) as unknown
  } catch {
    return undefined
  }
}
