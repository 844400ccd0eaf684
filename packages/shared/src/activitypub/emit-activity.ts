import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { AppName } from '../config/index.ts'
import type { ActivityDraft } from '../contracts/federation.ts'
import type { Db } from '../db/index.ts'
import { handlersFor } from './handlers.ts'

export const activityChannel = 'ap_activities'

const publicCollection = 'https://www.w3.org/ns/activitystreams#Public'

/** Terms that ActivityStreams lacks, so that the rows are valid JSON-LD. */
const context = [
  'https://www.w3.org/ns/activitystreams',
  { schema: 'https://schema.org/', Order: 'schema:Order', orderStatus: 'schema:orderStatus' },
  // A product is an offer as FEP-0837 (Federated Marketplace) has it.
  {
    vf: 'https://w3id.org/valueflows/ont/vf#',
    om2: 'http://www.ontology-of-units-of-measure.org/resource/om-2/',
    Intent: 'vf:Intent',
    action: 'vf:action',
    provider: 'vf:provider',
    publishes: 'vf:publishes',
    purpose: 'vf:purpose',
    receiver: 'vf:receiver',
    reciprocal: 'vf:reciprocal',
    resourceConformsTo: 'vf:resourceConformsTo',
    resourceQuantity: 'vf:resourceQuantity',
    unitBased: 'vf:unitBased',
    hasUnit: 'om2:hasUnit',
    hasNumericalValue: 'om2:hasNumericalValue',
  },
]

export interface Emitter {
  origins: Record<AppName, string>
  handle: string
}

/**
 * Writes an activity of the cooperative and what the local handlers have to do about it, in the
 * caller's transaction; on commit the event processors are woken. Its JSON is ActivityStreams 2.0:
 * a public one is addressed to everybody (ActivityPub §5.6), the others to nobody.
 */
export async function emitActivity(
  db: Db,
  emitter: Emitter,
  draft: ActivityDraft,
): Promise<string> {
  const id = v7()
  const { type, object, public: isPublic = false } = draft
  const activity = activityOf(id, emitter, draft)
  // One statement: whatever is emitted under a lock is emitted quickly.
  await db.execute(sql`
    with emitted as (
      insert into federation.ap_activities
        (id, uri, type, object_type, object_uri, is_public, activity)
      values (${id}, ${activity.id}, ${type}, ${object.type}, ${activity.object.id}, ${isPublic},
        ${JSON.stringify(activity)}::jsonb)),
    to_handle as (
      insert into federation.ap_handlings (activity_id, handler)
      select ${id}::uuid, unnest(${sql.param(handlersFor(type, object.type))}::text[]))
    select pg_notify(${activityChannel}, '')`)
  return id
}

function activityOf(id: string, { origins, handle }: Emitter, draft: ActivityDraft) {
  const origin = origins[draft.app]
  const { path, ...object } = draft.object
  return {
    '@context': context,
    id: `${origin}/activities/${id}`,
    type: draft.type,
    actor: `${origin}/users/${handle}`,
    published: new Date().toISOString(),
    ...(draft.public && { to: [publicCollection], cc: [`${origin}/users/${handle}/followers`] }),
    object: { ...object, id: `${origin}${path}` },
  }
}
