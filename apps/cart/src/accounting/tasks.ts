import type { FastifyInstance } from 'fastify'
import type { TaskList } from '@rose-ash/shared/jobs'
import { enterPayouts } from './reconciliation/enter-payouts.ts'

/** At night, after the provider's payouts were read: enter them. */
export const accountingCrontab = `
0 5 * * * enter-payouts`

/** What the books ask for every day. */
export function accountingTasks({ db }: FastifyInstance): TaskList {
  return {
    async 'enter-payouts'() {
      await enterPayouts(db)
    },
  }
}
