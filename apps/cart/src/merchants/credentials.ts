import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { type Config, deriveKey } from '@rose-ash/shared/config'

/** Seals merchants' credentials for the database (AES-256-GCM) and opens them again. */
export interface CredentialSafe {
  /** Bound to its merchant: on another merchant's row it does not open. */
  seal(credentials: string, merchantId: string): string
  /** @throws {Error} when it was sealed with a key we no longer have, for another row, or changed. */
  open(sealed: string, merchantId: string): string
  /** Whether it was sealed with the key in use, and not with one on its way out. */
  isCurrent(sealed: string): boolean
}

interface Key {
  id: string
  bytes: Buffer
}

/** The first of the configuration's keys seals; all of them open. */
export function credentialSafe({ credentialKeys }: Pick<Config, 'credentialKeys'>): CredentialSafe {
  const keys = credentialKeys.map(keyOf)
  const [current] = keys
  if (!current) throw new Error('CREDENTIALS_KEY is missing, so no merchant can be opened')
  return {
    seal: (credentials, merchantId) => seal(current, credentials, merchantId),
    open: (sealed, merchantId) => open(keys, sealed, merchantId),
    isCurrent: (sealed) => sealed.split('.')[1] === current.id,
  }
}

/** Its id tells keys apart and says nothing about them. */
function keyOf(secret: string): Key {
  const bytes = deriveKey(secret, 'merchant credentials')
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 12), bytes }
}

/** `v1.<key>.<nonce, tag and text>`; the version, the key and the merchant are authenticated too. */
function seal({ id, bytes }: Key, text: string, merchantId: string): string {
  const head = `v1.${id}`
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', bytes, nonce)
  cipher.setAAD(Buffer.from(`${head}.${merchantId}`))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return `${head}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`
}

function open(keys: readonly Key[], sealed: string, merchantId: string): string {
  const [version, id, body] = sealed.split('.')
  const key = keys.find((one) => one.id === id)
  if (version !== 'v1' || body === undefined) throw new Error('these are no sealed credentials')
  if (!key) throw new Error(`credentials were sealed with key ${id}, which is not ours any more`)
  const bytes = Buffer.from(body, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, 12), {
    authTagLength: 16,
  })
  decipher.setAAD(Buffer.from(`${version}.${id}.${merchantId}`))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
