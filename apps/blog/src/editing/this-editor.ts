import type { FastifyInstance, FastifyRequest } from 'fastify'
import { SignInNeeded } from '@rose-ash/shared/errors'
import { type Editor, editorOf } from './editor.ts'

/** Whoever asks, as somebody who may write. @throws {SignInNeeded | Forbidden} */
export async function thisEditor(
  { db, services }: FastifyInstance,
  { viewer }: FastifyRequest,
): Promise<Editor> {
  if (viewer.kind !== 'member') throw new SignInNeeded()
  return editorOf(db, services, viewer.personId)
}
