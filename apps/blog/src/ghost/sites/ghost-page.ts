import type { FastifyInstance } from 'fastify'
import { importView } from './import-view.ts'
import { ghostSiteViews } from './queries.ts'

/** What was typed and did not work, and why. */
interface GhostForm {
  url?: string
  problem?: string
  staffSiteId?: string
  staffProblem?: string
  fileUrl?: string
  fileProblem?: string
}

/** What the page about Ghosts shows. */
export async function ghostPage(app: FastifyInstance, form: GhostForm) {
  const sites = await ghostSiteViews(app.db)
  const views = sites.map((site) => ({ ...site, import: importView(site.lastImport) }))
  const { timeZone } = app.appConfig
  const isBusy = views.some((site) => site.import?.state === 'running')
  return { page: { title: 'Ghost', app: 'blog' }, sites: views, form, timeZone, isBusy }
}
