import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Store } from '../cache/index.ts'

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

const lifetimeMs = 14 * 24 * 60 * 60 * 1_000

/** The sessions of one app, in its store. Names are kept as hashes: reading the store opens none. */
export interface Sessions {
  create(session: Session): Promise<string>
  read(name: string): Promise<Session | null>
  end(name: string): Promise<void>
  /** Ends every session of this app that hangs on the provider's session `sid`. */
  endAll(sid: string): Promise<void>
}

/**
 * Sessions last 14 days. A name begins with the hash of the provider's session, so one reading
 * answers both whether the session is there and whether the provider has ended it.
 */
export function createSessions(store: Store, app: string): Sessions {
  const sessionKey = (name: string) => `session:${app}:${hash(name)}`
  const endedKey = (sidHash: string) => `ended:${app}:${sidHash}`

  return {
    async create(session) {
      const name = `${hash(session.sid)}.${randomBytes(32).toString('base64url')}`
      await store.set(sessionKey(name), Buffer.from(JSON.stringify(session)), lifetimeMs)
      return name
    },
    async read(name) {
      const sidHash = name.slice(0, name.indexOf('.'))
      const { values } = await store.read([sessionKey(name), endedKey(sidHash)])
      const [bytes, ended] = values
      return bytes && !ended ? Session.parse(JSON.parse(bytes.toString())) : null
    },
    async end(name) {
      await store.delete(sessionKey(name))
    },
    async endAll(sid) {
      await store.set(endedKey(hash(sid)), Buffer.from('1'), lifetimeMs)
    },
  }
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')
