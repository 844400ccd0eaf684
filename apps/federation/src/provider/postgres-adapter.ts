import { createHash } from 'node:crypto'
import { and, eq, gt, isNull, or, sql, type SQL } from 'drizzle-orm'
import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from 'oidc-provider'
import type { Db } from '@rose-ash/shared/db'
import { oidcPayloads } from '@rose-ash/shared/db/models/federation'

const { expiresAt, consumedAt, model, id, grantId, uid, userCode } = oidcPayloads

/**
 * Keeps what oidc-provider asks it to in `federation.oidc_payloads`. Ids are tokens, so the database
 * has their hashes; what is found by another key comes without its id.
 */
export function createPostgresAdapter(db: Db): AdapterFactory {
  return (name) => adapterOf(db, name)
}

function adapterOf(db: Db, name: string): Adapter {
  const one = (jti: string) => and(eq(model, name), eq(id, hash(jti)))
  const find = async (where: SQL | undefined): Promise<AdapterPayload | undefined> => {
    const alive = or(isNull(expiresAt), gt(expiresAt, sql`now()`))
    const [row] = await db
      .select()
      .from(oidcPayloads)
      .where(and(eq(model, name), where, alive))
    return row && { ...row.payload, ...(row.consumedAt && { consumed: seconds(row.consumedAt) }) }
  }

  return {
    async upsert(jti, payload, expiresIn) {
      const values = rowOf(payload, expiresIn)
      await db
        .insert(oidcPayloads)
        .values({ model: name, id: hash(jti), ...values })
        .onConflictDoUpdate({ target: [model, id], set: values })
    },
    async find(jti) {
      const found = await find(one(jti))
      return found && { ...found, jti }
    },
    findByUid: (value) => find(eq(uid, value)),
    findByUserCode: (value) => find(eq(userCode, value)),
    /** One conditional update: of two who use a code or token at once, one is too late. */
    async consume(jti) {
      const used = await db
        .update(oidcPayloads)
        .set({ consumedAt: sql`now()` })
        .where(and(one(jti), isNull(consumedAt)))
        .returning({ id })
      if (used.length === 0) throw new errors.InvalidGrant('it was used already')
    },
    async destroy(jti) {
      await db.delete(oidcPayloads).where(one(jti))
    },
    async revokeByGrantId(value) {
      await db.delete(oidcPayloads).where(and(eq(model, name), eq(grantId, value)))
    },
  }
}

function rowOf(stored: AdapterPayload, expiresIn: number | undefined) {
  const { jti: _, session, ...rest } = stored
  // A sign-in under way names the session it was begun in, by its cookie, too: nobody reads that.
  const payload = session ? { ...rest, session: { ...session, cookie: undefined } } : rest
  return {
    payload,
    grantId: stored.grantId ?? null,
    uid: stored.uid ?? null,
    userCode: stored.userCode ?? null,
    expiresAt: expiresIn ? new Date(Date.now() + expiresIn * 1_000) : null,
  }
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')

const seconds = (date: Date): number => Math.floor(date.getTime() / 1_000)
