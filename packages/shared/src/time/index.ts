export { instantOf, localOf } from './wall-clock.ts'
