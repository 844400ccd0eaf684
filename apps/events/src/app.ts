import type { FastifyInstance } from 'fastify'
import { createApp } from '@rose-ash/shared/app'
import type { Config } from '@rose-ash/shared/config'
import { calendarRoutes } from './calendars/routes.ts'
import { deskBookingRoutes } from './desk/booking-routes.ts'
import { deskResourceRoutes } from './desk/resource-routes.ts'
import { deskSlotRoutes } from './desk/slot-routes.ts'
import { entryRoutes } from './entries/routes.ts'
import { calendarMonth } from './fragments/calendar-month.ts'
import { containerCards } from './fragments/container-cards.ts'
import { entryCardFragment } from './fragments/entry-card.ts'
import { upcomingFragment } from './fragments/upcoming.ts'
import { resourceRoutes } from './resources/routes.ts'
import { ticketRoutes } from './tickets/routes.ts'

/** Events: calendars, entries and tickets, and what is booked by the slot. */
export function createEvents(config: Config): Promise<FastifyInstance> {
  return createApp(config, {
    views: new URL('views/', import.meta.url),
    features: [
      entryRoutes,
      calendarRoutes,
      ticketRoutes,
      resourceRoutes,
      deskResourceRoutes,
      deskSlotRoutes,
      deskBookingRoutes,
      upcomingFragment,
      containerCards,
      calendarMonth,
      entryCardFragment,
    ],
  })
}
