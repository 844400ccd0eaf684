import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { PageDto } from '@rose-ash/shared/contracts/blog'
import type { Db } from '@rose-ash/shared/db'
import { Forbidden, SignInNeeded } from '@rose-ash/shared/errors'
import type { Services } from '@rose-ash/shared/services/registry'

/** Somebody at the desk with the pages they may give vouchers for; administrators for all together. */
export interface Steward {
  personId: string
  isAdmin: boolean
  pages: PageDto[]
}

/** Whoever asks, as somebody who may give vouchers. @throws {SignInNeeded} @throws {Forbidden} */
export async function thisSteward(
  { db, services }: FastifyInstance,
  { viewer }: FastifyRequest,
): Promise<Steward> {
  if (viewer.kind !== 'member') throw new SignInNeeded()
  return stewardOf(db, services, viewer.personId)
}

/** A person as somebody who may give vouchers. @throws {Forbidden} when they run no page. */
async function stewardOf(db: Db, services: Services, personId: string): Promise<Steward> {
  const isAdmin = await services.account.hasRole(db, personId, 'admin')
  const pages = await services.blog.managedPages(db, isAdmin ? null : personId)
  if (pages.length === 0 && !isAdmin) {
    throw new Forbidden('Only managers of a page give vouchers. An administrator can make you one.')
  }
  return { personId, isAdmin, pages }
}

/** @throws {Forbidden} for what is on somebody else's page, or on all pages and they are no administrator. */
export function checkSteward({ isAdmin, pages }: Steward, pageId: string | null): void {
  if (isAdmin || pages.some(({ id }) => id === pageId)) return
  throw new Forbidden(
    pageId
      ? 'Somebody else runs this page.'
      : 'Vouchers for all pages are given by administrators. Choose one of your pages.',
  )
}
