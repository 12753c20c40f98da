#!/usr/bin/env node
// node bin/drill.mjs: the database away, at full length (npm test runs a short form of it).
import { ensureInstalled, main, underPinnedNode } from './runtime.mjs'

main(async () => {
  await ensureInstalled()
  return underPinnedNode('bench/away.ts', process.argv.slice(2))
})
