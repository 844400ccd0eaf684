import { diffLines, diffWordsWithSpace } from 'diff'

export interface DiffPart {
  text: string
  kind: 'same' | 'added' | 'removed'
}

/** So much is compared word by word; what is longer is compared paragraph by paragraph. */
const WORDS = 60_000

/** What changed from one text to another, in words. */
export function diffOf(before: string, after: string): DiffPart[] {
  const whole = before.length + after.length > WORDS
  const parts = whole ? diffLines(before, after) : diffWordsWithSpace(before, after)
  return parts.map(({ value, added, removed }) => ({
    text: value,
    kind: added ? 'added' : removed ? 'removed' : 'same',
  }))
}
