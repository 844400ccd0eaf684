import type { FastifyInstance } from 'fastify'
import type { Db } from '@rose-ash/shared/db'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { cooperativeId } from '../ledger/read-order.ts'

export type House = Pick<FastifyInstance, 'services' | 'appConfig'>

/** Everybody who is paid, the cooperative first. */
export async function merchantNames(
  db: Db,
  { services, appConfig }: House,
): Promise<{ id: string; title: string }[]> {
  await cooperativeId(db)
  const rows = await db.select().from(merchants)
  const pages = await services.blog.pagesById(
    db,
    rows.flatMap(({ pageId }) => pageId ?? []),
  )
  const named = rows.map(({ id, pageId, name }) => ({
    id,
    isOurs: pageId === null,
    title: name ?? pages.get(pageId ?? '')?.title ?? appConfig.cooperative.name,
  }))
  return named.toSorted(
    (a, b) => Number(b.isOurs) - Number(a.isOurs) || a.title.localeCompare(b.title),
  )
}

const isMember = (kind: string) => kind === 'member' || kind === 'deposits'

export interface Owned {
  kind: string
  ownerId: string | null
}

/** What to call the owners of these accounts, by id: members, pages and merchants. */
export async function ownerNames(
  db: Db,
  house: House,
  accounts: Owned[],
): Promise<Map<string, string>> {
  const of = (isOf: (kind: string) => boolean) =>
    accounts.flatMap(({ kind, ownerId }) => (isOf(kind) && ownerId !== null ? ownerId : []))
  const people = await house.services.account.names(db, of(isMember))
  const pages = await house.services.blog.pagesById(
    db,
    of((kind) => kind === 'producer'),
  )
  return new Map([
    ...(await merchantNames(db, house)).map(({ id, title }): [string, string] => [id, title]),
    ...people,
    ...[...pages].map(([id, { title }]): [string, string] => [id, title]),
  ])
}
