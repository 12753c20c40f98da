#!/usr/bin/env node
// npm run conformance
import { ensureInstalled, main, underPinnedNode } from './runtime.mjs'

main(async () => {
  await ensureInstalled()
  return underPinnedNode('conformance/run.ts', process.argv.slice(2))
})
