import { defineConfig } from 'vitest/config'

/** One journey at a time: each starts a Docket and a browser of its own, and what a person waits for is not timed here. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000 } },
  },
})
