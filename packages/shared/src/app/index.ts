export type { Access } from './access.ts'
export { type AppParts, createApp } from './create-app.ts'
