/* oxlint-disable no-console -- this program tells the test that started it how far it is. */
import { openDatabase } from '@rose-ash/shared/db'
import { createStorage } from '@rose-ash/shared/media'
import { storeMedia } from '@rose-ash/shared/services/media/store-media'

/** Stores a file as the blog does, and holds still before the `at`-th thing it does to the storage. */
const [databaseUrl = '', dir = '', path = '', at = ''] = process.argv.slice(2)

const { db } = openDatabase({ url: databaseUrl, size: 2, onError: () => undefined })
const storage = createStorage({ dir })
let done = 0

async function holdStill(): Promise<void> {
  done += 1
  if (done !== Number(at)) return
  console.log('waiting')
  await new Promise((resolve) => setTimeout(resolve, 60_000))
}

await storeMedia(
  db,
  {
    ...storage,
    async put(...file) {
      await holdStill()
      await storage.put(...file)
    },
    async has(key) {
      await holdStill()
      return storage.has(key)
    },
  },
  { path, name: 'leeks.png' },
)
console.log('stored')
