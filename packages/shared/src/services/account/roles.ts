import { and, asc, eq, exists, ne, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Person, RoleChange } from '../../contracts/account.ts'
import type { Db } from '../../db/index.ts'
import { people, roles } from '../../db/models/account.ts'
import { Forbidden, Refusal } from '../../errors/index.ts'
import { hasRole, person } from './people.ts'

/** Without an administrator nobody could give a role again. */
class LastAdmin extends Refusal {
  constructor() {
    super(
      'last_admin',
      409,
      'This is the only administrator. Make somebody else one first, then take the role away.',
    )
  }
}

/** @see AccountService.peopleWithRoles */
export async function peopleWithRoles(db: Db, by: string): Promise<Person[]> {
  await checkAdministers(db, by)
  const rows = await db
    .select({ id: people.id, email: people.email, name: people.name, role: roles.role })
    .from(roles)
    .innerJoin(people, eq(people.id, roles.personId))
    .orderBy(sql`lower(coalesce(${people.name}, ${people.email}::text))`, asc(people.id))
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((own) =>
    own
      .slice(0, 1)
      .map(({ id, email, name }) => ({ id, email, name, roles: own.map(({ role }) => role) })),
  )
}

/** @see AccountService.giveRole */
export async function giveRole(db: Db, { by, personId, role }: RoleChange): Promise<void> {
  await db.transaction(async (tx) => {
    await lock(tx)
    await checkAdministers(tx, by)
    await person(tx, personId)
    await tx.insert(roles).values({ personId, role }).onConflictDoNothing()
  })
}

/** @see AccountService.takeRole */
export async function takeRole(db: Db, { by, personId, role }: RoleChange): Promise<void> {
  await db.transaction(async (tx) => {
    await lock(tx)
    await checkAdministers(tx, by)
    const others = alias(roles, 'others')
    const anotherAdmin = exists(
      tx
        .select({ one: sql`1` })
        .from(others)
        .where(and(eq(others.role, 'admin'), ne(others.personId, personId))),
    )
    const theirs = and(eq(roles.personId, personId), eq(roles.role, role))
    const taken = await tx
      .delete(roles)
      .where(and(theirs, role === 'admin' ? anotherAdmin : undefined))
      .returning({ role: roles.role })
    if (taken.length === 0 && (await hasRole(tx, personId, role))) throw new LastAdmin()
  })
}

/** One change after the other, so two administrators cannot take the role from each other at once. */
const lock = (tx: Db) => tx.execute(sql`lock table ${roles} in share row exclusive mode`)

async function checkAdministers(db: Db, personId: string): Promise<void> {
  if (await hasRole(db, personId, 'admin')) return
  throw new Forbidden('Only administrators can see and change who has which role.')
}
