import { ghostConflictRoutes } from './conflicts/routes.ts'
import { ghostExportRoutes } from './export/routes.ts'
import { ghostFileRoutes } from './file/routes.ts'
import { outgoingClient } from './outgoing-plugin.ts'
import { ghostSiteRoutes } from './sites/routes.ts'
import { ghostStaffRoutes } from './staff/routes.ts'
import { ghostHookRoutes } from './sync/hook-routes.ts'

export { ghostCrontab, ghostTasks } from './tasks.ts'

/** Keeping in step with a Ghost, in the order its parts need each other; after the media library. */
export const ghostFeatures = [
  outgoingClient,
  ghostSiteRoutes,
  ghostExportRoutes,
  ghostHookRoutes,
  ghostConflictRoutes,
  ghostStaffRoutes,
  ghostFileRoutes,
]
