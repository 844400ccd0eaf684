import { defineConfig } from 'vitest/config'

/** Other people's vectors and pages; they lie in the folder that `ROSE_ASH_SHARED` names. */
export default defineConfig({ test: { include: ['conformance/**/*.test.ts'] } })
