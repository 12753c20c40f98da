#!/usr/bin/env node
// npm run bench
import { ensureInstalled, main, underPinnedNode } from './runtime.mjs'

main(async () => {
  await ensureInstalled()
  return underPinnedNode('bench/run.ts', process.argv.slice(2))
})
