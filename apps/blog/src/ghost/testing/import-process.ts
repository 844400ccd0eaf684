import { openDatabase } from '@rose-ash/shared/db'
import { createOutgoing } from '@rose-ash/shared/http'
import { createStorage } from '@rose-ash/shared/media'
import { createServices } from '@rose-ash/shared/services/registry'
import { loadConfig } from '@rose-ash/shared/config'
import { runImport } from '../import/run-import.ts'

/** `node import-process.ts <import> <ghost's url> <folder>`: an import in a process that can be killed. */
const [importId = '', ghostUrl = '', dir = ''] = process.argv.slice(2)
const { databaseUrl: url, secret, origins, admins, cooperative } = loadConfig('blog', process.env)
const { db } = openDatabase({ url, size: 4, onError: () => undefined })

await runImport(
  {
    db,
    services: createServices({ origins, handle: cooperative.handle, admins }),
    outgoing: createOutgoing({ allow: [ghostUrl] }),
    storage: createStorage({ dir }),
    secret,
    origin: origins.blog,
    origins,
    now: () => new Date(),
    purge: async () => undefined,
  },
  importId,
)
process.exit(0)
