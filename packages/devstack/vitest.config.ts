import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: ['@rose-ash/shared/testing/global-setup'],
    setupFiles: ['@rose-ash/shared/testing/each-file'],
    isolate: false,
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Each file starts a whole stack: one at a time on a small machine.
    fileParallelism: false,
  },
})
