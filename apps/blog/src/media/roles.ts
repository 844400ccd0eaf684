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

/** Authors change what they brought themselves, editors everything. */
export async function mayChange(
  db: Db,
  { account, personId }: Actor,
  file: { personId: string | null },
): Promise<boolean> {
  if (await account.hasRole(db, personId, 'editor', 'admin')) return true
  return file.personId === personId && account.hasRole(db, personId, 'author')
}

/** @throws {Forbidden} unless `mayChange`. */
export async function checkMayChange(
  db: Db,
  actor: Actor,
  file: { personId: string | null },
): Promise<void> {
  if (await mayChange(db, actor, file)) return
  throw new Forbidden('Somebody else brought this file. Ask them, or an editor, to change it.')
}
