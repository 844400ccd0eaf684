import { defineConfig } from 'vitest/config'

/**
 * Holds the sandbox against SumUp's own specification. With the folder at hand, all behaviour
 * tests run once more with every exchange checked; without it, the one test says that it was not.
 */
const isAtHand = process.env.ROSE_ASH_SHARED !== undefined

export default defineConfig({
  test: {
    include: ['conformance/**/*.test.ts', ...(isAtHand ? ['src/**/*.test.ts'] : [])],
    setupFiles: ['conformance/check-every-fetch.ts'],
  },
})
