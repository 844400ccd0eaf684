import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['@rose-ash/shared/testing/global-setup'],
    setupFiles: ['@rose-ash/shared/testing/each-file'],
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
})
