/** HTTP between the processes of one stack, and to servers that are not ours. */
export {
  type InternalClient,
  type InternalClientOptions,
  type InternalGet,
  internalClient,
  type InternalResponse,
  TimedOut,
} from './internal-client.ts'
export {
  createOutgoing,
  type Outgoing,
  type OutgoingFile,
  type OutgoingOptions,
  type OutgoingRequest,
  type OutgoingResponse,
} from './outgoing-client.ts'
export {
  AddressRefused,
  AnswerTooLarge,
  AnswerTooLate,
  NotReachable,
  TooManyRedirects,
} from './outgoing-errors.ts'
export { type SignedHeaders, signRequest, verifyRequest } from './signature.ts'
