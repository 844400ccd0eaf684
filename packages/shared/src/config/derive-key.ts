import { hkdfSync } from 'node:crypto'

/**
 * A 32-byte key for one purpose, derived from the platform's secret (HKDF-SHA256, RFC 5869), so
 * that operators keep one secret and no two purposes share a key.
 */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'rose-ash', purpose, 32))
}
