export { BadInput, EditConflict, Forbidden, NotFound, Refusal, SignInNeeded } from './refusal.ts'
