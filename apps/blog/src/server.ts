import { serve } from '@rose-ash/shared/app'
import { createBlog } from './app.ts'

await serve('blog', createBlog)
