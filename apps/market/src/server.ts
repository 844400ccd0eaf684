import { serve } from '@rose-ash/shared/serve'

await serve('market', async () => (await import('./app.ts')).createMarket)
