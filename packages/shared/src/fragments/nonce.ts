import { randomFillSync } from 'node:crypto'

/** Every nonce has this many bytes, all of them ASCII. */
export const NONCE_LENGTH = 22

const BYTES = 16
const pool = Buffer.alloc(BYTES * 256)
let next = pool.length

/** 128 random bits, new for each response. The system is asked for 256 of them at a time. */
export function createNonce(): string {
  if (next === pool.length) {
    randomFillSync(pool)
    next = 0
  }
  next += BYTES
  return pool.toString('base64url', next - BYTES, next)
}
