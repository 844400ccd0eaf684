export type { Access } from './access.ts'
export type { AppParts } from './app-parts.ts'
export { createApp } from './create-app.ts'
export { type Runner, thisRunner } from './runner.ts'
