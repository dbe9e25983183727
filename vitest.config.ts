import { defineConfig } from 'vitest/config'

// Two processes that each run many files: a process makes its database once, and files share nothing else.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/before-all.ts'],
    pool: 'forks',
    maxWorkers: 2,
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
})
