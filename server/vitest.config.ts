import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['./test/postgres.ts', './test/strict/counting.ts'],
    setupFiles: ['./test/strict/eachTest.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Measured by `npm test` when the whole suite runs (--coverage); files that no test loads count too.
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.test.ts'],
      reporter: ['json-summary', 'html'],
      reportsDirectory: '../coverage',
      thresholds: { lines: 85 },
    },
  },
})
