import type { AccountService } from '@rose-ash/shared/contracts/account'
import type { Db } from '@rose-ash/shared/db'
import { Forbidden } from '@rose-ash/shared/errors'

type Account = Pick<AccountService, 'hasRole'>

/** Who asks for a change of the library. */
export interface Actor {
  account: Account
  personId: string
}

/** @throws {Forbidden} for whoever does not write here. */
export async function checkWrites(db: Db, { account, personId }: Actor): Promise<void> {
  if (await account.hasRole(db, personId, 'author', 'editor', 'admin')) return
  throw new Forbidden('The media library is for those who write here. Ask an editor to let you in.')
}

/** Whether this person may change everybody's files. */
export const editsAll = (db: Db, { account, personId }: Actor): Promise<boolean> =>
  account.hasRole(db, personId, 'editor', 'admin')

/** @throws {Forbidden} unless it is the person's own file, or they are an editor. */
export async function checkMayChange(
  db: Db,
  actor: Actor,
  file: { personId: string | null },
): Promise<void> {
  await checkWrites(db, actor)
  if (file.personId === actor.personId || (await editsAll(db, actor))) return
  throw new Forbidden('Somebody else brought this file. Ask them, or an editor, to change it.')
}
