import { randomFillSync } from 'node:crypto'

/** Every nonce has this many bytes, all of them ASCII. */
export const NONCE_LENGTH = 22

/** New for each response: 128 random bits. */
export function createNonce(): string {
  return randomWord('base64url')
}

/** 128 random bits as letters and digits. */
export function createMarker(): string {
  return randomWord('hex')
}

const BYTES = 16
const pool = Buffer.alloc(BYTES * 256)
let next = pool.length

/** The system is asked for 256 of them at a time. */
function randomWord(encoding: 'base64url' | 'hex'): string {
  if (next === pool.length) {
    randomFillSync(pool)
    next = 0
  }
  next += BYTES
  return pool.toString(encoding, next - BYTES, next)
}
