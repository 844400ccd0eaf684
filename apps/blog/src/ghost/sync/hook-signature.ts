import { createHmac, timingSafeEqual } from 'node:crypto'

const toleranceMs = 5 * 60_000

/**
 * Whether a webhook comes from the Ghost that has this secret, now: it signs the raw body with the
 * time. There is no number of a delivery, so an old one is told by its time alone.
 */
export function isFromGhost(
  secret: string,
  raw: Buffer,
  header: string | undefined,
  now: Date,
): boolean {
  const [, mac, t] = /^sha256=([0-9a-f]{64}), t=(\d{1,15})$/.exec(header ?? '') ?? []
  if (!mac || !t) return false
  const right = createHmac('sha256', secret).update(raw).update(t).digest()
  if (!timingSafeEqual(right, Buffer.from(mac, 'hex'))) return false
  return Math.abs(now.getTime() - Number(t)) <= toleranceMs
}
