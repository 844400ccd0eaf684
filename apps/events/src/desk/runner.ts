import { eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { Runner } from '@rose-ash/shared/app'
import type { PageDto } from '@rose-ash/shared/contracts/blog'
import type { Db } from '@rose-ash/shared/db'
import { resources } from '@rose-ash/shared/db/models/events-bookings'
import { Forbidden, NotFound } from '@rose-ash/shared/errors'

export { type Runner, thisRunner } from '@rose-ash/shared/app'

/** What the desk's verbs need beside the database. */
export type House = Pick<FastifyInstance, 'services' | 'appConfig'>

export type RunResource = typeof resources.$inferSelect

/** The pages that this person runs, by title. @throws {Forbidden} when there is none. */
export async function pagesOf(
  db: Db,
  { services }: House,
  { personId, isAdmin }: Runner,
): Promise<PageDto[]> {
  const pages = await services.blog.managedPages(db, isAdmin ? null : personId)
  if (pages.length === 0 && !isAdmin) {
    throw new Forbidden(
      'Only managers of a page lend what can be booked. An administrator can make you one.',
    )
  }
  return pages
}

/** @throws {Forbidden} unless this person runs the page. */
export async function checkPage(
  db: Db,
  { services }: House,
  { personId, isAdmin }: Runner,
  pageId: string,
): Promise<void> {
  if (isAdmin || (await services.blog.managesPage(db, pageId, personId))) return
  throw new Forbidden('That page is not yours to run.')
}

/** Something bookable. @throws {NotFound} @throws {Forbidden} when somebody else runs its page. */
export async function resourceRunBy(
  db: Db,
  house: House,
  runner: Runner,
  resourceId: string,
): Promise<RunResource> {
  const [resource] = await db.select().from(resources).where(eq(resources.id, resourceId))
  if (!resource) throw new NotFound('thing to book')
  await checkPage(db, house, runner, resource.pageId)
  return resource
}
