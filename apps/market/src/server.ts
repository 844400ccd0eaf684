import { serve } from '@rose-ash/shared/app'
import { createMarket } from './app.ts'

await serve('market', createMarket)
