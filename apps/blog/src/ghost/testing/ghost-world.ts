import { type RunningGhost, startGhost } from '@rose-ash/ghost-double'
import type { Db } from '@rose-ash/shared/db'
import { roles } from '@rose-ash/shared/db/models/account'
import { createOutgoing } from '@rose-ash/shared/http'
import { createStorage } from '@rose-ash/shared/media'
import { createServices } from '@rose-ash/shared/services/registry'
import { aPerson, atEnd, temporaryFolder, testConfig } from '@rose-ash/shared/testing'
import type { GhostParts } from '../ghost-parts.ts'
import { connectGhost } from '../sites/connect-ghost.ts'

export interface GhostWorld {
  ghost: RunningGhost
  parts: GhostParts
  /** The tags of every page that was made anew. */
  purged: string[]
  adminId: string
  siteId: string
}

/** The double of a Ghost that is connected, and what is needed to talk to it. */
export async function ghostWorld(db: Db): Promise<GhostWorld> {
  const ghost = await startGhost()
  const connected = await connectedTo(db, ghost)
  atEnd(() => ghost.stop())
  return { ghost, ...connected }
}

/** A Ghost that is connected, at an address that is opened for it. */
export async function connectedTo(
  db: Db,
  { url, adminKey }: { url: string; adminKey: string },
): Promise<Omit<GhostWorld, 'ghost'>> {
  const { origins, cooperative, admins, secret } = testConfig('blog')
  const dir = temporaryFolder('ghost-world')
  const outgoing = createOutgoing({ allow: [url] })
  atEnd(() => outgoing.close())
  const purged: string[] = []
  const parts: GhostParts = {
    db,
    services: createServices({ origins, handle: cooperative.handle, admins }),
    outgoing,
    storage: createStorage({ dir }),
    secret,
    origin: origins.blog,
    origins,
    now: () => new Date(),
    purge: async (tags) => void purged.push(...tags),
  }
  const { id: adminId } = await aPerson(db)
  await db.insert(roles).values({ personId: adminId, role: 'admin' })
  const siteId = await connectGhost(parts, { personId: adminId, url, adminKey })
  return { parts, purged, adminId, siteId }
}

/** A document of Ghost's editor with one paragraph, and pictures. */
export function aGhostDocument(text: string, ...images: string[]): string {
  const base = { version: 1, direction: 'ltr', format: '', indent: 0 }
  const words = {
    type: 'extended-text',
    version: 1,
    detail: 0,
    format: 0,
    mode: 'normal',
    style: '',
    text,
  }
  const children = [
    { type: 'paragraph', ...base, children: [words] },
    ...images.map((src) => ({
      type: 'image',
      version: 1,
      src,
      width: 8,
      height: 8,
      alt: 'A loaf',
      title: '',
      caption: '',
      cardWidth: 'regular',
      href: '',
    })),
  ]
  return JSON.stringify({ root: { type: 'root', ...base, children } })
}
