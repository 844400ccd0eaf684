import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: ['src/testing/global-setup.ts'],
    setupFiles: ['src/testing/each-file.ts'],
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
})
