import type { TestProject } from 'vitest/node'
import { createTemplate, startCluster } from './postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

/** vitest's global set-up: one PostgreSQL cluster per run, with a migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster()
  await createTemplate(cluster)
  project.provide('postgresUrl', cluster.urlOf('postgres'))
  return () => cluster.stop()
}
