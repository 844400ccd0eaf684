import type { FastifyReply, FastifyRequest } from 'fastify'
import { errors, type Provider } from 'oidc-provider'
import { z } from 'zod'
import { appNames } from '@rose-ash/shared/config'
import { createInternalFetch } from '@rose-ash/shared/oauth'
import { endSession } from '../sign-out/end-session.ts'
import { sessionOf } from '../sign-out/routes.ts'

/** A sign-in that an app has asked for and that waits for the person in this browser. */
export type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

const Params = z.object({
  client_id: z.enum(appNames),
  return_to: z.string().max(1_000).default('/').catch('/'),
})

/** Where the person was going: an app, and a path there that the app will check again. */
export function destinationOf({ params }: Interaction) {
  const { client_id: app, return_to: returnTo } = Params.parse(params)
  return { app, returnTo }
}

/** undefined when this browser has no such sign-in under way (any more). */
export async function readInteraction(
  request: FastifyRequest<{ Params: { uid: string } }>,
  reply: FastifyReply,
): Promise<Interaction | undefined> {
  const provider = await request.server.provider()
  try {
    const interaction = await provider.interactionDetails(request.raw, reply.raw)
    return interaction.uid === request.params.uid ? interaction : undefined
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined
    throw error
  }
}

interface Finish {
  interaction: Interaction
  personId: string
}

/** Tells the provider who it is, and sends the browser on. */
export async function finishInteraction(
  request: FastifyRequest,
  reply: FastifyReply,
  { interaction, personId }: Finish,
): Promise<FastifyReply> {
  const { db, appConfig, provider: current } = request.server
  const provider = await current()
  const session = await sessionOf(provider, request, reply)
  if (session.accountId && session.accountId !== personId) {
    // Somebody else was signed in here: for them this is a sign-out, at every app.
    await endSession(db, session, { provider, ask: createInternalFetch(appConfig) })
    interaction.session = undefined
    await interaction.persist()
  }
  const result = { login: { accountId: personId } }
  return reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303)
}

/** The person thought better of it: back to the app, as they came. */
export async function cancelInteraction(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const provider = await request.server.provider()
  const result = { error: 'access_denied' }
  return reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303)
}
