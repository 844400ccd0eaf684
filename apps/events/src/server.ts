import { serve } from '@rose-ash/shared/app'
import { createEvents } from './app.ts'

await serve('events', createEvents)
