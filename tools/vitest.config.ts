import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['@rose-ash/shared/testing/global-setup'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
})
