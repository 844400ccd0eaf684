import type { FragmentClient, Shown } from './fragment-client.ts'
import { type FragmentRef, refKey } from './fragment-ref.ts'
import type { Viewer } from './viewer.ts'

export interface EarlyFragments {
  /** These, in their order; what was not fetched early is fetched now. */
  all(refs: readonly FragmentRef[]): Promise<Shown[]>
}

/** Begins to fetch the fragments that are known of before the page is. */
export function fetchEarly(
  client: FragmentClient,
  known: readonly FragmentRef[],
  viewer: Viewer,
): EarlyFragments {
  const early = new Map(known.map((ref) => [refKey(ref), ref]))
  const fetching = client.get([...early.values()], viewer)
  return {
    async all(refs) {
      const late = new Map(refs.map((ref) => [refKey(ref), ref]))
      for (const key of early.keys()) late.delete(key)
      const fetchingLate = client.get([...late.values()], viewer)
      const shown = [...(await fetching), ...(await fetchingLate)]
      const keys = [...early.keys(), ...late.keys()]
      const byKey = new Map(keys.map((key, index) => [key, shown[index]]))
      return refs.flatMap((ref) => byKey.get(refKey(ref)) ?? [])
    },
  }
}
