import { eq } from 'drizzle-orm'
import { ghostSites } from '@rose-ash/shared/db/models/blog-ghost'
import { Refusal } from '@rose-ash/shared/errors'
import { GhostTrouble } from '../client/errors.ts'
import type { GhostParts } from '../ghost-parts.ts'
import type { OpenSite } from '../sites/open-site.ts'
import { sendMenus } from './send-menus.ts'
import { sendRedirects } from './send-redirects.ts'

/**
 * Sends menus and redirects to a Ghost that takes what is saved here, if they differ from what was
 * sent last; needs a staff access token. What goes wrong is told on the Ghost's page and keeps
 * nothing else from being done.
 */
export async function sendToStaff(parts: GhostParts, site: OpenSite): Promise<void> {
  if (!site.staff || site.mode === 'pull') return
  const troubles: string[] = []
  for (const send of [sendMenus, sendRedirects]) {
    try {
      await send(parts, site)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const isYaml = send === sendRedirects && isUnreadable(error)
      troubles.push(isYaml ? unreadableRedirects : error.message)
    }
  }
  await parts.db
    .update(ghostSites)
    .set({ staffTrouble: troubles[0] ?? null })
    .where(eq(ghostSites.id, site.id))
}

const isUnreadable = (error: Refusal): boolean =>
  error instanceof GhostTrouble && error.code === 'ghost_unreadable'

const unreadableRedirects =
  'We cannot read the redirects of your Ghost, so we do not touch them. If they are a YAML file, upload them in Ghost as JSON once.'
