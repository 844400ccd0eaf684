import { serve } from '@rose-ash/shared/app'
import { createAccount } from './app.ts'

await serve('account', createAccount)
