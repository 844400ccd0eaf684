import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { deriveKey } from '../config/index.ts'

/** Makes text unreadable and unforgeable for whoever lacks the platform's secret (AES-256-GCM). */
export interface Sealer {
  seal(text: string): string
  /** The text, or undefined for what was not sealed here. */
  open(sealed: string): string | undefined
}

const ivBytes = 12
const tagBytes = 16

/** What is sealed for one purpose cannot be opened for another. */
export function createSealer(secret: string, purpose: string): Sealer {
  const key = deriveKey(secret, purpose)

  return {
    seal(text) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), hidden]).toString('base64url')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length < ivBytes + tagBytes) return undefined
      const iv = bytes.subarray(0, ivBytes)
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      try {
        const shown = decipher.update(bytes.subarray(ivBytes + tagBytes))
        return Buffer.concat([shown, decipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}
