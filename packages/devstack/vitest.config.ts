import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: ['@rose-ash/shared/testing/global-setup'],
    setupFiles: ['@rose-ash/shared/testing/each-file'],
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Each file starts a whole stack: one at a time on a small machine.
    fileParallelism: false,
  },
})
