import { defineConfig } from 'vitest/config'

/**
 * A real Ghost 6, which `ROSE_ASH_GHOST_URL`, `ROSE_ASH_GHOST_ADMIN_KEY` (of an integration) and, for
 * menus, `ROSE_ASH_GHOST_STAFF_TOKEN` lead to. The tests write to it: name one that is for nothing else.
 */
export default defineConfig({
  test: {
    include: ['conformance/**/*.test.ts'],
    globalSetup: ['@rose-ash/shared/testing/global-setup'],
    setupFiles: ['@rose-ash/shared/testing/each-file'],
    expect: { poll: { timeout: 60_000 } },
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
