import { randomUUID } from 'node:crypto'

interface ErrorValues {
  status: number
  type: string
  message: string
  code?: string
  context?: string
  details?: unknown
}

/** An error in the shape in which Ghost tells it. */
export class GhostError extends Error {
  readonly status: number
  readonly body: unknown

  constructor({ status, type, message, code, context, details }: ErrorValues) {
    super(message)
    this.status = status
    const empty = { property: null, help: null, ghostErrorCode: null, id: randomUUID() }
    const error = { message, context: context ?? null, type, details: details ?? null, ...empty }
    this.body = { errors: [{ ...error, code: code ?? null }] }
  }
}

export const notFound = (singular: string): GhostError =>
  new GhostError({
    status: 404,
    type: 'NotFoundError',
    message: `Resource not found error, cannot read ${singular}.`,
    context: `${singular.slice(0, 1).toUpperCase()}${singular.slice(1)} not found.`,
  })

export const invalid = (message: string, context = message): GhostError =>
  new GhostError({ status: 422, type: 'ValidationError', message, context })

export const forbidden = (): GhostError =>
  new GhostError({
    status: 403,
    type: 'NoPermissionError',
    message: 'API tokens do not have permission to access this endpoint',
  })

export const collision = (singular: string, changedFields: string[]): GhostError => {
  const message = `Saving failed! Someone else is editing this ${singular}.`
  const details = { changedFields, clientUpdatedAt: {}, serverUpdatedAt: {} }
  const type = 'UpdateCollisionError'
  return new GhostError({
    status: 409,
    type,
    message,
    context: message,
    code: 'UPDATE_COLLISION',
    details,
  })
}
