import { and, type Column, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Person, Role } from '../../contracts/account.ts'
import { type Db, prepared } from '../../db/index.ts'
import { listOf } from '../../db/columns.ts'
import { people, roles } from '../../db/models/account.ts'
import { NotFound } from '../../errors/index.ts'

/** @see AccountService.person */
export async function person(db: Db, id: string): Promise<Person> {
  const rows = await prepared(db, 'account_person', (on) =>
    on
      .select({ id: people.id, email: people.email, name: people.name, role: roles.role })
      .from(people)
      .leftJoin(roles, eq(roles.personId, people.id))
      .where(eq(people.id, sql.placeholder('id')))
      .prepare('account_person'),
  ).execute({ id })
  const [first] = rows
  if (!first) throw new NotFound('member')
  const { role: _, ...found } = first
  return { ...found, roles: rows.flatMap(({ role }) => role ?? []) }
}

/** @see AccountService.welcome */
export async function welcome(
  db: Db,
  { email, admins }: { email: string; admins: string[] },
): Promise<Person> {
  return db.transaction(async (tx) => {
    await tx.insert(people).values({ email }).onConflictDoNothing({ target: people.email })
    const [found] = await tx.select({ id: people.id }).from(people).where(eq(people.email, email))
    if (!found) throw new NotFound('member')
    if (admins.includes(email.toLowerCase())) {
      await tx.insert(roles).values({ personId: found.id, role: 'admin' }).onConflictDoNothing()
    }
    return person(tx, found.id)
  })
}

/** @see AccountService.personByEmail */
export async function personByEmail(db: Db, email: string): Promise<Person | null> {
  const [found] = await db.select({ id: people.id }).from(people).where(eq(people.email, email))
  return found ? person(db, found.id) : null
}

/** @see AccountService.hasRole */
export async function hasRole(db: Db, personId: string, ...wanted: Role[]): Promise<boolean> {
  const found = await db
    .select({ role: roles.role })
    .from(roles)
    .where(and(eq(roles.personId, personId), inArray(roles.role, wanted)))
    .limit(1)
  return found.length > 0
}

/** @see AccountService.names */
export async function names(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: people.id, name: people.name, email: people.email })
    .from(people)
    .where(inArray(people.id, [...ids]))
  return new Map(rows.map(({ id, name, email }) => [id, name ?? email]))
}

/**
 * @see AccountService.publicName
 *
 * In a statement about one table Drizzle writes a column without its table, so no name that a caller
 * may have stands beside it, here and in `holds`.
 */
export function publicName(personId: Column | SQL): SQL<string | null> {
  return sql<string | null>`(
    select public_name from (
      select named.id as named_person, named.name as public_name from account.people named
    ) named where named_person = ${personId})`
}

/** @see AccountService.holds */
export function holds(personId: Column | SQL, ...wanted: Role[]): SQL<boolean> {
  return sql<boolean>`exists (
    select from (
      select held.person_id as held_by, held.role as held_role from account.roles held
    ) held where held_by = ${personId} and held_role in (${listOf(wanted)}))`
}
