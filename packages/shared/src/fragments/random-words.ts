import { randomBytes } from 'node:crypto'

/** Every nonce has this many bytes, all of them ASCII. */
export const NONCE_LENGTH = 22

/** New for each response: 132 random bits. */
export const createNonce = randomWords('base64url', NONCE_LENGTH)

/** 128 random bits as letters and digits. */
export const createMarker = randomWords('hex', 32)

/** Asks the system for many words at a time, which makes each of them almost free. */
function randomWords(encoding: 'base64url' | 'hex', length: number): () => string {
  let words = ''
  let next = 0
  return () => {
    if (next + length > words.length) {
      words = randomBytes(4_200).toString(encoding)
      next = 0
    }
    next += length
    return words.slice(next - length, next)
  }
}
