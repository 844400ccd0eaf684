import { serve } from '@rose-ash/shared/serve'

await serve('federation', async () => (await import('./app.ts')).createFederation)
