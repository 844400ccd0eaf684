import { loadConfig } from '@rose-ash/shared/config'
import { openDatabase } from '@rose-ash/shared/db'
import { rotateCredentials } from './merchants/rotate-credentials.ts'

/** Seals all merchants' credentials with CREDENTIALS_KEY; see docs/operating.md. */
const config = loadConfig('cart', process.env)
const { db, close } = openDatabase({
  url: config.databaseUrl,
  size: 1,
  onError(error) {
    throw error
  },
})
const { resealed, kept, lost } = await rotateCredentials(db, config)
await close()
console.log(`${resealed} sealed with the new key, ${kept} had it already.`)
if (lost.length > 0) {
  console.error(`These could not be opened and need their keys again: ${lost.join(', ')}`)
  process.exitCode = 1
}
