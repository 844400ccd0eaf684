import { describe, expect, it } from 'vitest'
import { signRequest, verifyRequest } from './signature.ts'

const secret = 'a secret of the stack'
const now = 1_700_000_000_000
const request = { method: 'GET', path: '/internal/fragments/cart-mini?a=1', viewer: 'member:1' }

function verify(changes: Record<string, unknown>, { at = now, by = secret } = {}): string | null {
  const headers = { ...signRequest(secret, request, now), ...changes }
  const { method, path } = { ...request, ...changes }
  return verifyRequest(by, { method, path, headers }, at)
}

describe('the internal signature', () => {
  it('brings the viewer when all is as it was signed', () => {
    expect(verify({})).toBe('member:1')
  })

  it.each([
    ['another method', { method: 'POST' }],
    ['another path', { path: '/internal/fragments/account-menu?a=1' }],
    ['another query', { path: '/internal/fragments/cart-mini?a=2' }],
    ['another viewer', { 'x-viewer': 'member:2' }],
    ['another time', { 'x-signed-at': String(now + 1) }],
    ['another signature', { 'x-signature': 'A'.repeat(43) }],
    ['a short signature', { 'x-signature': 'AAAA' }],
    ['no signature', { 'x-signature': undefined }],
    ['no time', { 'x-signed-at': undefined }],
    ['no viewer', { 'x-viewer': undefined }],
    ['two viewers', { 'x-viewer': ['member:1', 'member:2'] }],
  ])('is refused with %s', (_what, changes) => {
    expect(verify(changes)).toBeNull()
  })

  it('is refused when it was made with another secret', () => {
    expect(verify({}, { by: 'a secret of others' })).toBeNull()
  })

  it.each([
    [30_000, 'member:1'],
    [-30_000, 'member:1'],
    [30_001, null],
    [-30_001, null],
  ])('%i ms after it was made gives %s', (later, viewer) => {
    expect(verify({}, { at: now + later })).toBe(viewer)
  })

  it('is refused when its time is no number, though signed', () => {
    const headers = signRequest(secret, request, Number.NaN)

    expect(verifyRequest(secret, { ...request, headers: { ...headers } }, now)).toBeNull()
  })
})
