import type { Runner } from '@rose-ash/shared/app'
import type { PageDto } from '@rose-ash/shared/contracts/blog'
import type { Db } from '@rose-ash/shared/db'
import { Forbidden, NotFound } from '@rose-ash/shared/errors'
import type { Shop } from '../../shop.ts'

export { type Runner, thisRunner } from '@rose-ash/shared/app'

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
