import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Cache, Store } from '../cache/index.ts'

const Session = z.object({
  personId: z.uuid(),
  email: z.email(),
  name: z.string().nullable(),
  /** The provider's session (OpenID `sid`): when that ends, so does this. */
  sid: z.string(),
  /** Proves to the provider at sign-out whose session is to end. */
  idToken: z.string(),
  signedInAt: z.iso.datetime(),
})

/** A person signed in at one app. Kept on the server; the browser has only its unguessable name. */
export type Session = z.infer<typeof Session>

/** Every sign-in at an app lasts this long, and the provider's own session outlasts it. */
export const sessionSeconds = 14 * 24 * 60 * 60

/**
 * The sessions of one app, in its store. Names are kept as hashes: reading the store opens none.
 * While the store is out of reach nobody is signed in.
 */
export interface Sessions {
  /** @returns its name, or null when it could not be kept. */
  create(session: Session): Promise<string | null>
  read(name: string): Promise<Session | null>
  /** Whether the store answers: if not, nobody is found signed in. */
  reachable(): boolean
  /** What this process read a moment ago, if it did. */
  recent(name: string): Session | undefined
  end(name: string): Promise<void>
  /**
   * Ends every session of this app that hangs on the provider's session `sid`.
   *
   * @returns whether that is certain.
   */
  endAll(sid: string): Promise<boolean>
}

export interface SessionsOptions {
  app: string
  store: Store
  /** Tells the other processes of the app that a session has ended. */
  cache: Cache
}

const RECENT_BYTES = 1024 * 1024
const SESSION_BYTES = 2_000

/**
 * A name begins with the hash of the provider's session, so one reading answers both whether the
 * session is there and whether the provider has ended it. What was read is believed for a moment
 * (1 s), in this process until a session ends here, in others until they hear of it.
 */
export function createSessions({ app, store, cache }: SessionsOptions): Sessions {
  const lifetimeMs = sessionSeconds * 1_000
  const sessionKey = (name: string) => `session:${app}:${hash(name)}`
  const endedKey = (sidHash: string) => `ended:${app}:${sidHash}`
  const recent = cache.moments<Session>(RECENT_BYTES)

  return {
    async create(session) {
      const name = `${hash(session.sid)}.${randomBytes(32).toString('base64url')}`
      const bytes = Buffer.from(JSON.stringify(session))
      return (await store.set(sessionKey(name), bytes, lifetimeMs)) ? name : null
    },
    async read(name) {
      const held = recent.get(name)
      if (held) return held
      const since = cache.generation
      const sidHash = name.slice(0, name.indexOf('.'))
      const { values } = await store.read([sessionKey(name), endedKey(sidHash)])
      const [bytes, ended] = values
      const session = bytes && !ended ? decode(bytes) : null
      if (session) recent.keep(name, session, SESSION_BYTES, since)
      return session
    },
    reachable: () => store.isUp(),
    recent: (name) => recent.get(name),
    async end(name) {
      await store.delete(sessionKey(name))
      await cache.purge([sessionKey(name)])
    },
    async endAll(sid) {
      const key = endedKey(hash(sid))
      const ended = await store.set(key, Buffer.from('1'), lifetimeMs)
      await cache.purge([key])
      return ended
    },
  }
}

/** A session of an older release that lacks something is none. */
function decode(bytes: Buffer): Session | null {
  return Session.safeParse(JSON.parse(bytes.toString())).data ?? null
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')
