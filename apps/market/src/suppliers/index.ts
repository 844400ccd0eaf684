import { supplierOutgoing } from './outgoing-plugin.ts'
import { fileColumnRoutes, fileRoutes } from './files/routes.ts'
import { ruleRoutes } from './pricing/routes.ts'
import { purchaseRoutes, purchaseVerbRoutes } from './purchases/routes.ts'
import { reviewRoutes } from './review/routes.ts'
import { runRoutes } from './runs/routes.ts'
import { permissionRoutes } from './suppliers/permission-routes.ts'
import { recipeRoutes } from './suppliers/recipe-routes.ts'
import { supplierRoutes } from './suppliers/routes.ts'

export { supplierCrontab, supplierTasks } from './runs/tasks.ts'

/** Whom the market buys from, and how their catalogues are read; everything below `/desk`. */
export const supplierFeatures = [
  supplierOutgoing,
  supplierRoutes,
  permissionRoutes,
  recipeRoutes,
  runRoutes,
  reviewRoutes,
  ruleRoutes,
  purchaseRoutes,
  purchaseVerbRoutes,
  fileRoutes,
  fileColumnRoutes,
]
