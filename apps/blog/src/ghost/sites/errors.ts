import { Forbidden, Refusal } from '@rose-ash/shared/errors'
import type { GhostParts } from '../ghost-parts.ts'

/** The key has not the form of a Ghost's. */
export class NoAdminKey extends Refusal {
  constructor() {
    super(
      'no_admin_key',
      400,
      'This is not an Admin API key. It has 24 characters, a colon and 64 more; copy all of it.',
    )
  }
}

/** This Ghost is connected already. */
export class ConnectedAlready extends Refusal {
  constructor() {
    super('connected_already', 409, 'This Ghost is connected already. You find it below.')
  }
}

/** We do not know yet what this Ghost has, or there is none. */
export class NotImportedYet extends Refusal {
  constructor() {
    super(
      'not_imported_yet',
      409,
      'Import everything from this Ghost first, so that nothing is sent to it twice.',
    )
  }
}

/** All of the file was taken; to take more, there must be another one. */
export class NoFileLeft extends Refusal {
  constructor() {
    super('no_file_left', 409, 'Everything in this file was taken. Choose a newer file below.')
  }
}

/** @throws {Forbidden} for everybody but administrators. */
export async function checkAdmin(
  { db, services }: Pick<GhostParts, 'db' | 'services'>,
  personId: string,
): Promise<void> {
  if (!(await services.account.hasRole(db, personId, 'admin'))) {
    throw new Forbidden('Only an administrator can connect a Ghost.')
  }
}
