import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { PageDto } from '@rose-ash/shared/contracts/blog'
import type { Db } from '@rose-ash/shared/db'
import { Forbidden, NotFound, SignInNeeded } from '@rose-ash/shared/errors'
import type { Shop } from '../../shop.ts'

/** Somebody at the desk: an administrator sees to all sellers, others to the pages they manage. */
export interface Runner {
  personId: string
  isAdmin: boolean
}

/** Whoever asks, as somebody who may see to sellers. @throws {SignInNeeded} */
export async function thisRunner(
  { db, services }: Pick<FastifyInstance, 'db' | 'services'>,
  { viewer }: FastifyRequest,
): Promise<Runner> {
  if (viewer.kind !== 'member') throw new SignInNeeded()
  const { personId } = viewer
  return { personId, isAdmin: await services.account.hasRole(db, personId, 'admin') }
}

/** A page that this person may sell on. @throws {NotFound} @throws {Forbidden} when it is not theirs. */
export async function pageRunBy(
  db: Db,
  { services }: Pick<Shop, 'services'>,
  { personId, isAdmin }: Runner,
  pageId: string,
): Promise<PageDto> {
  const page = (await services.blog.pagesById(db, [pageId])).get(pageId)
  if (!page) throw new NotFound()
  if (!isAdmin && !(await services.blog.managesPage(db, pageId, personId))) {
    throw new Forbidden('Somebody else sees to what this page sells.')
  }
  return page
}

/** @throws {Forbidden} for everybody but administrators. */
export function checkAdmin({ isAdmin }: Runner): void {
  if (!isAdmin) throw new Forbidden('Only an administrator sees to the cooperative’s own account.')
}
