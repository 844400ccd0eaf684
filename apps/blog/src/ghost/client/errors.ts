import { Refusal } from '@rose-ash/shared/errors'

const sentences = {
  ghost_unreachable:
    'Your Ghost does not answer. Check that it runs and that its address is right; we try again by ourselves.',
  ghost_key_refused:
    'Your Ghost does not accept the key. Open Settings → Integrations in Ghost, copy the Admin API key and enter it again.',
  ghost_forbidden:
    'Your Ghost does not let this key do that. Menus and redirects need the staff access token of an administrator, which you can enter on this page.',
  ghost_busy: 'Your Ghost has too much to do right now. We try again in a few minutes.',
  ghost_failed:
    'Something is wrong inside your Ghost. Look at its own pages; we try again by ourselves.',
  ghost_unreadable:
    'What answers at this address is not a Ghost 6, or something in between changes its answers. Check the address.',
  ghost_collision: 'Somebody changed this in Ghost at the same moment. We look at it again.',
  ghost_refused: 'Your Ghost refused this change. Put right what is missing, and try again.',
} as const

export type GhostTroubleCode = keyof typeof sentences

const statuses: Partial<Record<GhostTroubleCode, number>> = {
  ghost_key_refused: 400,
  ghost_forbidden: 400,
  ghost_collision: 409,
}

/**
 * A Ghost did not do what it was asked; said for an editor. `detail` is for the log.
 *
 * @param theirWords what the Ghost itself says of what it refused.
 */
export class GhostTrouble extends Refusal {
  declare readonly code: GhostTroubleCode
  readonly detail: string

  constructor(code: GhostTroubleCode, detail = '', theirWords = '') {
    const quoted = theirWords ? ` It says: “${theirWords.slice(0, 300)}”` : ''
    super(code, statuses[code] ?? 502, sentences[code] + quoted)
    this.detail = detail
  }
}

/** Whether nothing else can be asked of this Ghost either, until somebody sees to it or time passes. */
export function isWholeGhost(error: unknown): boolean {
  return (
    error instanceof GhostTrouble &&
    ['ghost_unreachable', 'ghost_key_refused', 'ghost_busy'].includes(error.code)
  )
}
