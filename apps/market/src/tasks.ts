import type { FastifyInstance } from 'fastify'
import type { TaskList } from '@rose-ash/shared/jobs'
import { tellTasks } from './desk/products/tell-change.ts'
import { lowStockCrontab, lowStockTasks } from './desk/stock/tell-low-stock.ts'
import { restockCrontab, restockTasks } from './desk/stock/tell-restocks.ts'
import { exchangeTasks } from './exchange/tasks.ts'
import { windowsCrontab, windowsTasks } from './windows/tasks.ts'
import { supplierCrontab, supplierTasks } from './suppliers/index.ts'
import { listingCrontab, listingTasks } from './listing/tasks.ts'

export const crontab = `${listingCrontab}${windowsCrontab}${supplierCrontab}${lowStockCrontab}${restockCrontab}`

/** The market's background work. */
export function marketTasks(app: FastifyInstance): TaskList {
  return {
    ...listingTasks(app),
    ...tellTasks(app),
    ...lowStockTasks(app),
    ...restockTasks(app),
    ...windowsTasks(app),
    ...supplierTasks(app),
    ...exchangeTasks(app),
  }
}
