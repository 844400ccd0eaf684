import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { credentialSafe } from './credentials.ts'

const [newKey, oldKey] = ['n'.repeat(32), 'o'.repeat(32)]
const merchantId = randomUUID()

describe('sealed credentials', () => {
  const safe = credentialSafe({ credentialKeys: [newKey] })

  it('open as they were, for their merchant, and never look the same twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (credentials) => {
        const [one, other] = [
          safe.seal(credentials, merchantId),
          safe.seal(credentials, merchantId),
        ]

        expect(safe.open(one, merchantId)).toBe(credentials)
        expect(one).not.toBe(other)
      }),
    )
  })

  it('do not open on the row of another merchant', () => {
    const sealed = safe.seal('sup_sk_ours', merchantId)

    expect(sealed).not.toContain('sup_sk')
    expect(() => safe.open(sealed, randomUUID())).toThrow('unable to authenticate')
  })

  it('do not open when a single bit of them changed', () => {
    const sealed = safe.seal('sup_sk_ours', merchantId)
    const [version, key, body = ''] = sealed.split('.')
    const bytes = Buffer.from(body, 'base64url')

    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const changed = Buffer.from(bytes)
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const text = `${version}.${key}.${changed.toString('base64url')}`
        expect(() => safe.open(text, merchantId)).toThrow('unable to authenticate')
      }),
    )
    expect(() => safe.open(`v2.${key}.${body}`, merchantId)).toThrow('no sealed credentials')
    expect(() => safe.open('sup_sk_plain', merchantId)).toThrow('no sealed credentials')
  })

  it('open with the old key while a rotation is under way, and not after it', () => {
    const sealed = credentialSafe({ credentialKeys: [oldKey] }).seal('sup_sk_ours', merchantId)
    const between = credentialSafe({ credentialKeys: [newKey, oldKey] })

    expect(between.open(sealed, merchantId)).toBe('sup_sk_ours')
    expect(between.isCurrent(sealed)).toBe(false)
    expect(between.isCurrent(between.seal('x', merchantId))).toBe(true)
    expect(() => safe.open(sealed, merchantId)).toThrow('which is not ours any more')
  })

  it('need a key', () => {
    expect(() => credentialSafe({ credentialKeys: [] })).toThrow('CREDENTIALS_KEY is missing')
  })
})
