import { serve } from '@rose-ash/shared/serve'

await serve('events', async () => (await import('./app.ts')).createEvents)
