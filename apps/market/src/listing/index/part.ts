import type { TypedFastBitSet } from 'typedfastbitset'
import { grown } from './grown.ts'

/** Some of all products, or all but some: whichever are fewer to go through. */
export interface Part {
  set: TypedFastBitSet
  /** How many products the part has. */
  size: number
  /** Good only until the next part is made. */
  slots: Uint32Array
  /** Whether `slots` are those that are not in the part. */
  inverted: boolean
}

/** Where slots are written, again and again: for each page a new one would be a lot to collect. */
let scratch = new Uint32Array(1_024)

/**
 * @param set has nothing that is not in `all`.
 * @param most how many `all` has.
 */
export function partOf(set: TypedFastBitSet, all: TypedFastBitSet, most: number): Part {
  const size = set.size()
  if (2 * size <= most) return { set, size, slots: slotsOf(set, size), inverted: false }
  const rest = all.clone()
  rest.difference(set)
  return { set, size, slots: slotsOf(rest, most - size), inverted: true }
}

function slotsOf({ words }: TypedFastBitSet, size: number): Uint32Array {
  scratch = grown(scratch, size)
  const slots = scratch
  let next = 0
  for (let at = 0; next < size; at += 1) {
    // `| 0`: whole numbers with a sign are what the machine counts fastest.
    for (let bits = (words[at] ?? 0) | 0; bits !== 0; bits &= bits - 1) {
      slots[next] = at * 32 + 31 - Math.clz32(bits & -bits)
      next += 1
    }
  }
  return slots.subarray(0, size)
}
