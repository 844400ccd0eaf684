import { serve } from '@rose-ash/shared/serve'

await serve('cart', async () => (await import('./app.ts')).createCart)
