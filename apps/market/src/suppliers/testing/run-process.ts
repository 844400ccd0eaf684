import { openDatabase } from '@rose-ash/shared/db'
import { createOutgoing } from '@rose-ash/shared/http'
import { createServices } from '@rose-ash/shared/services/registry'
import { loadConfig } from '@rose-ash/shared/config'
import { runSupplier } from '../runs/run-supplier.ts'

/** `node run-process.ts <run> <supplier's url>`: a run in a process that can be killed. */
const [runId = '', siteUrl = ''] = process.argv.slice(2)
const appConfig = loadConfig('market', process.env)
const { databaseUrl: url, origins, admins, cooperative } = appConfig
const { db } = openDatabase({ url, size: 4, onError: () => undefined })

await runSupplier(
  {
    db,
    services: createServices({ origins, handle: cooperative.handle, admins }),
    appConfig,
    outgoing: createOutgoing({ allow: [siteUrl] }),
    userAgent: 'RoseAsh/1.0 (+https://coop.example; catalogue reader)',
    purge: async () => undefined,
  },
  runId,
  { leaseMs: 1_500 },
)
process.exit(0)
