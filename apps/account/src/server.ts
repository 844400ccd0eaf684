import { serve } from '@rose-ash/shared/serve'

await serve('account', async () => (await import('./app.ts')).createAccount)
