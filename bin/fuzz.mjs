#!/usr/bin/env node
// npm run fuzz
import { ensureInstalled, main, underPinnedNode } from './runtime.mjs'

main(async () => {
  await ensureInstalled()
  return underPinnedNode('fuzz/run.ts', process.argv.slice(2))
})
