import { loadConfig } from '@rose-ash/shared/config'
import type { Session } from '@rose-ash/shared/oauth'
import { createCart } from '../../app.ts'

/** Who is to be signed in at a cart of this kind, and the name of the session that they have then. */
export interface SigningIn {
  session: Session
}
export interface SignedIn {
  sid: string
  name: string | null
}

/**
 * The cart as it runs, but that its parent signs people in without a provider. Its sessions die with it, as
 * those of a stack without Redis do.
 */
const app = await createCart(loadConfig('cart', process.env))
process.on('message', (asked: SigningIn) => void signIn(asked))
await app.listen({ ...app.appConfig.listen })
await app.open()

async function signIn({ session }: SigningIn): Promise<void> {
  const name = await app.sessions.create(session)
  process.send?.({ sid: session.sid, name } satisfies SignedIn)
}
