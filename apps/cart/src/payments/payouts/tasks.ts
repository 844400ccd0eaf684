import type { FastifyInstance } from 'fastify'
import type { TaskList } from '@rose-ash/shared/jobs'
import { dropOldMessages } from '../messages/drop-old.ts'
import { readAllPayouts } from './read-payouts.ts'

/** At night: what the provider sent to banks, and what it said more than a year ago. */
export const providerCrontab = `
20 4 * * * read-payouts
40 4 * * * drop-old-messages`

/** What is done about payment providers every day. */
export function providerTasks({ db, shop }: FastifyInstance): TaskList {
  return {
    'read-payouts': () => readAllPayouts(db, shop, new Date()),
    'drop-old-messages': () => dropOldMessages(db),
  }
}
