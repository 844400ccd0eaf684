import { afterAll } from 'vitest'
import { end } from './at-end.ts'

// vitest runs this before each test file, also where files share a process and its modules; a hook
// that a test or another hook asks for, or a module that is loaded once, would be forgotten.
afterAll(end)
