import { z } from 'zod'
import type { Column, Db, SQL } from '../db/index.ts'

export const Role = z.enum(['author', 'editor', 'admin'])

export const Person = z.object({
  id: z.uuid(),
  email: z.email(),
  name: z.string().nullable(),
  roles: z.array(Role),
})

export type Role = z.infer<typeof Role>
export type Person = z.infer<typeof Person>

/** An administrator gives a person a role, or takes it. */
export interface RoleChange {
  /** The administrator. */
  by: string
  personId: string
  role: Role
}

/** What the other domains may ask of account. */
export interface AccountService {
  /** The person with this id and what they may do. @throws {NotFound} */
  person(db: Db, id: string): Promise<Person>
  /** The person with this proved address, made when there is none yet. */
  welcome(db: Db, email: string): Promise<Person>
  /** The person who signs in with this address, in whatever case; null when nobody does. */
  personByEmail(db: Db, email: string): Promise<Person | null>
  /** Whether the person has one of these roles. */
  hasRole(db: Db, personId: string, ...roles: Role[]): Promise<boolean>
  /** What to call these people, by id: the name, or the address where there is none. */
  names(db: Db, ids: readonly string[]): Promise<Map<string, string>>
  /**
   * What everybody may call a person, as a column of the statement that names them: the name they
   * chose, never their address; null when they chose none.
   */
  publicName(personId: Column | SQL): SQL<string | null>
  /** Whether a person has one of these roles, as a column of a statement. */
  holds(personId: Column | SQL, ...roles: Role[]): SQL<boolean>
  /** Everybody with a role, by name. @throws {Forbidden} unless an administrator asks. */
  peopleWithRoles(db: Db, by: string): Promise<Person[]>
  /** Gives a role at once; given twice, it is there once. @throws {Forbidden} @throws {NotFound} */
  giveRole(db: Db, change: RoleChange): Promise<void>
  /** Takes a role at once. @throws {Forbidden} @throws {Refusal} `last_admin`, for the last one. */
  takeRole(db: Db, change: RoleChange): Promise<void>
}
