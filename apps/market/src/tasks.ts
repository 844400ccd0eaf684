import type { FastifyInstance } from 'fastify'
import type { TaskList } from '@rose-ash/shared/jobs'
import { listingCrontab, listingTasks } from './listing/tasks.ts'

export const crontab = listingCrontab

/** The market's background work. */
export function marketTasks(app: FastifyInstance): TaskList {
  return { ...listingTasks(app) }
}
