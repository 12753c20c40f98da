import { defineConfig } from 'vitest/config'

/**
 * One journey at a time: each starts a Docket and a browser of its own, and what a person waits for is not timed here.
 */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['*.test.ts'],
    // Every mail that leaves for a server of these journeys is read strictly.
    globalSetup: ['../server/test/strict/counting.ts'],
    setupFiles: ['../server/test/strict/eachTest.ts'],
    fileParallelism: false,
    // Long ways on slow machines; what never comes is given up after half a minute by each look for it.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000 } },
  },
})
