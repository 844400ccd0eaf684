/** Who looks at a page. A visitor is known by a basket and nothing else. */
export type Viewer =
  | { kind: 'anonymous' }
  | { kind: 'visitor'; visitorId: string }
  | { kind: 'member'; personId: string; visitorId?: string }

/**
 * For whom a fragment differs: for nobody; for members, while everybody else shares one; or for
 * whoever can hold a basket, members and visitors.
 */
export type Audience = 'nobody' | 'members' | 'holders'

export const anonymous: Viewer = { kind: 'anonymous' }

/**
 * The viewer as a fragment may know them: as much as its key in the cache tells and no more, so
 * that what is made for one can never be shown to another.
 */
export function viewerFor(audience: Audience, viewer: Viewer): Viewer {
  if (audience === 'nobody' || viewer.kind === 'anonymous') return anonymous
  if (viewer.kind === 'member') return { kind: 'member', personId: viewer.personId }
  return audience === 'holders' ? viewer : anonymous
}

/** Names a viewer in keys and in the signed header of internal requests. */
export function encodeViewer(viewer: Viewer): string {
  if (viewer.kind === 'member') return `member:${encodeURIComponent(viewer.personId)}`
  if (viewer.kind === 'visitor') return `visitor:${encodeURIComponent(viewer.visitorId)}`
  return 'anonymous'
}

export function decodeViewer(text: string): Viewer {
  const [kind, id = ''] = text.split(':')
  if (kind === 'member') return { kind, personId: decodeURIComponent(id) }
  if (kind === 'visitor') return { kind, visitorId: decodeURIComponent(id) }
  return anonymous
}
