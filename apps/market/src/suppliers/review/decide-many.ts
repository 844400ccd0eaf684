import { Refusal } from '@rose-ash/shared/errors'
import { managedSupplier } from '../manages.ts'
import type { SupplierParts } from '../supplier-parts.ts'
import { acceptProposal, type Edits, rejectProposal } from './decide.ts'
import { openProposals, type ReviewFilter } from './queries.ts'

/** So many are decided at once; a person waits for it. */
const atOnce = 1_000

export interface ManyDecided {
  decided: number
  /** What stayed open, and why. */
  refused: { proposalId: string; version: number; title: string; why: string }[]
  /** How many more there are. */
  left: number
}

export interface DecideMany {
  personId: string
  supplierId: string
  decision: 'accept' | 'reject'
  /** Those that were ticked, each as it was looked at; otherwise all of the filter. */
  chosen?: { proposalId: string; version: number }[]
  filter: ReviewFilter
  edits?: Edits
}

/**
 * Decides many proposals, each by itself: what cannot be accepted stays open and says why, and keeps
 * no other from being decided.
 *
 * @throws {NotManaging}
 */
export async function decideMany(
  parts: Pick<SupplierParts, 'db' | 'services' | 'appConfig' | 'purge'>,
  { personId, supplierId, decision, chosen, filter, edits = {} }: DecideMany,
): Promise<ManyDecided> {
  await managedSupplier(parts, { personId, supplierId })
  const { rows, total } = await openProposals(parts.db, supplierId, { ...filter, limit: atOnce })
  const titles = new Map(rows.map((row) => [row.id, row.title]))
  const wanted = chosen ?? rows.map(({ id, version }) => ({ proposalId: id, version }))
  const result: ManyDecided = { decided: 0, refused: [], left: 0 }
  for (const one of wanted) {
    try {
      const by = { personId, supplierId, ...one }
      if (decision === 'accept') await acceptProposal(parts, { ...by, edits })
      else await rejectProposal(parts, by)
      result.decided += 1
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const title = titles.get(one.proposalId) ?? ''
      result.refused.push({ ...one, title, why: error.message })
    }
  }
  return { ...result, left: chosen ? 0 : Math.max(0, total - wanted.length) }
}
