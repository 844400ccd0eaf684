import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: ['@rose-ash/shared/testing/global-setup'],
    testTimeout: 20_000,
  },
})
