#!/usr/bin/env node
// npm run threads
import { ensureInstalled, main, underPinnedNode } from './runtime.mjs'

main(async () => {
  await ensureInstalled()
  return underPinnedNode('threads/run.ts', process.argv.slice(2))
})
