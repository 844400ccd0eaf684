import { SignInNeeded } from '@rose-ash/shared/errors'
import type { Viewer } from '@rose-ash/shared/fragments'

/** @throws {SignInNeeded} for anybody who is not signed in. */
export function personOf(viewer: Viewer): string {
  if (viewer.kind !== 'member') throw new SignInNeeded()
  return viewer.personId
}
