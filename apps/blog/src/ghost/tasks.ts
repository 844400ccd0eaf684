import type { FastifyInstance } from 'fastify'
import { isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import { ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import type { TaskList } from '@rose-ash/shared/jobs'
import { Refusal } from '@rose-ash/shared/errors'
import { type GhostParts, ghostPartsOf } from './ghost-parts.ts'
import { askForImport } from './import/control-import.ts'
import { runImport } from './import/run-import.ts'
import { type OpenSite, openSite } from './sites/open-site.ts'
import { tellTrouble } from './sites/tell-trouble.ts'
import { sendToStaff } from './staff/send-to-staff.ts'
import { pollSite } from './sync/poll-site.ts'
import { runTasks } from './sync/run-tasks.ts'
import { sweepSite } from './sync/sweep-site.ts'

/** Every minute what changed, every ten minutes what nobody tells. */
export const ghostCrontab = `
* * * * * ghost-poll
*/10 * * * * ghost-sweep`

const ImportJob = z.object({ importId: z.uuid() })
const SiteJob = z.object({ siteId: z.uuid() })

/** Talking to Ghosts in the background. */
export function ghostTasks(app: FastifyInstance): TaskList {
  const parts = ghostPartsOf(app)
  return {
    async 'ghost-import'(payload) {
      const { importId } = ImportJob.parse(payload)
      const { outcome } = await runImport(parts, importId)
      if (outcome === 'paused') await askForImport(parts.db, importId)
    },
    async 'ghost-tasks'(payload) {
      const { siteId } = SiteJob.parse(payload)
      await runTasks(parts, await openSite(parts, siteId))
    },
    'ghost-poll': () =>
      forEachSite(parts, async (site) => {
        await runTasks(parts, site)
        await sendToStaff(parts, site)
        return site.mode === 'push' ? [] : (await pollSite(parts, site)).problems
      }),
    'ghost-sweep': () =>
      forEachSite(parts, async (site) =>
        site.mode === 'push' ? [] : (await sweepSite(parts, site)).problems,
      ),
  }
}

/** One Ghost that does not answer keeps no other from being looked at; its page says so. */
export async function forEachSite(
  parts: GhostParts,
  work: (site: OpenSite) => Promise<string[]>,
): Promise<void> {
  const imported = isNotNull(ghostSites.pulledUntil)
  const sites = await parts.db.select({ id: ghostSites.id }).from(ghostSites).where(imported)
  const bugs: unknown[] = []
  for (const { id } of sites) {
    try {
      const problems = await work(await openSite(parts, id))
      await tellTrouble(parts.db, id, problems[0] ?? null)
    } catch (error) {
      if (error instanceof Refusal) await tellTrouble(parts.db, id, error.message)
      else bugs.push(error)
    }
  }
  if (bugs.length > 0) throw bugs[0]
}
