/** HTTP between the processes of one stack. */
export {
  type InternalClient,
  type InternalClientOptions,
  type InternalGet,
  internalClient,
  type InternalResponse,
  TimedOut,
} from './internal-client.ts'
export { type SignedHeaders, signRequest, verifyRequest } from './signature.ts'
