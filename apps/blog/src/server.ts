import { serve } from '@rose-ash/shared/serve'

await serve('blog', async () => (await import('./app.ts')).createBlog)
