import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { appNames } from '../../config/index.ts'
import { citext, createdAt, id, instant } from '../columns.ts'
import { people } from './account.ts'

export const federationSchema = pgSchema('federation')

/**
 * The outbox: every activity of ours as ActivityStreams 2.0 JSON, written in the transaction that
 * made it true. One that is not public is ours alone and is never shown or sent.
 */
export const apActivities = federationSchema.table(
  'ap_activities',
  {
    id: id(),
    uri: text().notNull().unique('ap_activities_uri_once'),
    type: text().notNull(),
    objectType: text().notNull(),
    objectUri: text().notNull(),
    isPublic: boolean().notNull(),
    activity: jsonb().$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index('ap_activities_public_newest')
      .on(t.id.desc().nullsFirst())
      .where(sql`${t.isPublic}`),
    check('ap_activities_are_json_ld', sql`${t.activity} ? '@context' and ${t.activity} ? 'actor'`),
  ],
)

export const handlingStates = ['waiting', 'done', 'given_up'] as const

/** What one handler has yet to do about one activity; written with the activity. */
export const apHandlings = federationSchema.table(
  'ap_handlings',
  {
    activityId: uuid()
      .notNull()
      .references(() => apActivities.id),
    handler: text().notNull(),
    state: text({ enum: handlingStates }).notNull().default('waiting'),
    attempts: integer().notNull().default(0),
    runAt: instant()
      .notNull()
      .default(sql`now()`),
    lastError: text(),
    doneAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.activityId, t.handler] }),
    check('ap_handlings_state_known', sql`${t.state} in ('waiting', 'done', 'given_up')`),
    index('ap_handlings_waiting')
      .on(t.handler, t.runAt)
      .where(sql`${t.state} = 'waiting'`),
  ],
)

/**
 * An e-mail sign-in under way: one mailed link and one 6-digit code, both stored as hashes, both
 * spent together. `interactionUid` is the OpenID interaction the code was asked in.
 */
export const signInMails = federationSchema.table(
  'sign_in_mails',
  {
    id: id(),
    email: citext().notNull(),
    linkHash: text().notNull().unique('sign_in_mails_link_once'),
    codeHash: text().notNull(),
    interactionUid: text().notNull(),
    /** Where the person was going: an app, and a path of it. */
    app: text({ enum: appNames }).notNull(),
    returnTo: text().notNull(),
    /** Tells askers apart, and nothing else of them: a keyed hash of their address. */
    askedFrom: text().notNull(),
    wrongCodes: integer().notNull().default(0),
    expiresAt: instant().notNull(),
    usedAt: instant(),
    createdAt: createdAt(),
  },
  (t) => [
    index('sign_in_mails_by_email').on(t.email, t.createdAt.desc().nullsFirst()),
    index('sign_in_mails_by_asker').on(t.askedFrom, t.createdAt.desc().nullsFirst()),
    index('sign_in_mails_by_interaction').on(t.interactionUid),
    index('sign_in_mails_by_expiry').on(t.expiresAt),
  ],
)

/**
 * What oidc-provider keeps: sessions, grants, codes, tokens. `id` is a hash, as whoever knows the
 * real one may use the thing; `payload` is the library's own.
 */
export const oidcPayloads = federationSchema.table(
  'oidc_payloads',
  {
    model: text().notNull(),
    id: text().notNull(),
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    grantId: text(),
    userCode: text(),
    uid: text(),
    expiresAt: instant(),
    consumedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.model, t.id] }),
    index('oidc_payloads_by_grant').on(t.grantId),
    index('oidc_payloads_by_uid').on(t.model, t.uid),
    index('oidc_payloads_by_user_code').on(t.model, t.userCode),
    index('oidc_payloads_by_expiry').on(t.expiresAt),
  ],
)

/** The keys that sign tokens, as private JWKs encrypted with the platform's secret. */
export const signingKeys = federationSchema.table('signing_keys', {
  kid: text().primaryKey(),
  sealedJwk: text().notNull(),
  createdAt: createdAt(),
  /** From here on tokens are signed with it; before, it is only published. */
  signsFrom: instant().notNull(),
  /** From here on it is not even published. */
  retiredAt: instant(),
})

/** A browser that has just proved an address, on its way back into the OpenID flow. */
export const signInTickets = federationSchema.table('sign_in_tickets', {
  id: id(),
  ticketHash: text().notNull().unique('sign_in_tickets_hash_once'),
  personId: uuid()
    .notNull()
    .references(() => people.id, { onDelete: 'cascade' }),
  expiresAt: instant().notNull(),
  usedAt: instant(),
})
