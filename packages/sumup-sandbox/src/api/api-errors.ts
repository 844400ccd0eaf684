import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

/** An expected no, in one of the three shapes SumUp has for it. */
export class ApiError extends Error {
  readonly status: number
  readonly body: object
  readonly contentType: string

  constructor(status: number, body: object, contentType = 'application/json') {
    super(JSON.stringify(body))
    this.status = status
    this.body = body
    this.contentType = contentType
  }
}

/** SumUp's older shape: `{ error_code, message, param? }`. */
export function apiError(
  status: number,
  error_code: string,
  message: string,
  param?: string,
): ApiError {
  return new ApiError(status, { error_code, message, param })
}

export function invalidParam(param: string): ApiError {
  return apiError(400, 'INVALID', 'Validation error', param)
}

export function notFound(): ApiError {
  return apiError(404, 'NOT_FOUND', 'Resource not found')
}

export function checkoutProcessed(): ApiError {
  return apiError(409, 'CHECKOUT_PROCESSED', 'Checkout is already processed')
}

/** SumUp's newer shape, RFC 9457. */
export function problem(status: number, detail: string, more: object = {}): ApiError {
  const title = titles[status] ?? 'Error'
  const type = `https://developer.sumup.com/problem/${title.toLowerCase().replaceAll(' ', '-')}`
  return new ApiError(status, { type, title, status, detail, ...more }, 'application/problem+json')
}

/** Declared as plain JSON by every operation that declares it. */
export function unauthorized(): ApiError {
  return new ApiError(401, problem(401, 'Unauthorized.').body)
}

export function sendError(
  error: FastifyError | ApiError,
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const answer = error instanceof ApiError ? error : unexpected(error)
  return reply.code(answer.status).type(answer.contentType).send(answer.body)
}

/** As `sendError`, for operations that declare problems only. */
export function sendProblem(
  error: FastifyError | ApiError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const isUnreadable = !(error instanceof ApiError) && error.statusCode === 400
  return sendError(isUnreadable ? problem(400, error.message) : error, request, reply)
}

/** As `sendError`, for operations that declare no `param`. */
export function sendErrorWithoutParam(
  error: FastifyError | ApiError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (!(error instanceof ApiError) || !('param' in error.body)) {
    return sendError(error, request, reply)
  }
  const { param: _unsaid, ...body } = error.body
  return sendError(new ApiError(error.status, body), request, reply)
}

function unexpected(error: FastifyError): ApiError {
  const status = error.statusCode ?? 500
  return status === 400 ? apiError(400, 'INVALID', error.message) : problem(status, error.message)
}

const titles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  500: 'Internal Server Error',
}
