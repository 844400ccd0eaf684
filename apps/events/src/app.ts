import type { FastifyInstance } from 'fastify'
import { createApp } from '@rose-ash/shared/app'
import type { Config } from '@rose-ash/shared/config'
import { calendarRoutes } from './calendars/routes.ts'
import { entryRoutes } from './entries/routes.ts'
import { calendarMonth } from './fragments/calendar-month.ts'
import { containerCards } from './fragments/container-cards.ts'
import { entryCardFragment } from './fragments/entry-card.ts'
import { upcomingFragment } from './fragments/upcoming.ts'
import { ticketRoutes } from './tickets/routes.ts'

/** Events: calendars, entries and tickets. */
export function createEvents(config: Config): Promise<FastifyInstance> {
  return createApp(config, {
    views: new URL('views/', import.meta.url),
    features: [
      entryRoutes,
      calendarRoutes,
      ticketRoutes,
      upcomingFragment,
      containerCards,
      calendarMonth,
      entryCardFragment,
    ],
  })
}
