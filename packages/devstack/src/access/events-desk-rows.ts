import type { Row, Statuses } from './row.ts'
import type { World } from './world.ts'

/** What can be booked is for everybody; its desk is for the managers of its page, and the owner of this table manages none. */
export function eventsDeskRows({ resourceId, pageId }: World): Row[] {
  const row = (
    method: Row['method'],
    url: string,
    status: number,
    body?: Record<string, string>,
  ): Row => {
    const statuses: Statuses = [401, 403, 403, status]
    const path = url.replace(':resourceId', resourceId)
    return {
      app: 'events',
      method,
      url: `/desk${url}`,
      path: `/desk${path}`,
      statuses,
      ...(body && { body }),
    }
  }
  const words = { title: 'Kiln', place: 'Kiln Lane', price: '8' }
  const days = { firstDay: '2040-01-02', lastDay: '2040-01-02' }
  const hours = { weekdays: '1', opensAt: '08:00', closesAt: '10:00', lengthMinutes: '60' }
  return [
    row('GET', '', 200),
    row('POST', '/resources', 303, { ...words, pageId }),
    row('GET', '/resources/:resourceId', 200),
    row('POST', '/resources/:resourceId', 409, { ...words, pageId, baseVersion: '999' }),
    row('GET', '/resources/:resourceId/slots', 200),
    row('POST', '/resources/:resourceId/slots', 200, { ...hours, ...days }),
    row('POST', '/resources/:resourceId/slots/removal', 200, days),
    row('GET', '/resources/:resourceId/bookings', 200),
    row('POST', '/resources/:resourceId/status', 303, { status: 'published' }),
  ]
}
