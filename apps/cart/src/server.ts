import { serve } from '@rose-ash/shared/app'
import { createCart } from './app.ts'

await serve('cart', createCart)
