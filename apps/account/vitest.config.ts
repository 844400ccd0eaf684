import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: ['@rose-ash/shared/testing/global-setup'],
    setupFiles: ['@rose-ash/shared/testing/each-file'],
    isolate: false,
    testTimeout: 20_000,
  },
})
