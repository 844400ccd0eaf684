export { BadInput, Forbidden, NotFound, Refusal, SignInNeeded } from './refusal.ts'
