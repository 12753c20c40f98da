#!/usr/bin/env node
// Writes docs/config.md and .env.example from the settings; --check only compares.
import { ensureInstalled, main, underPinnedNode } from './runtime.mjs'

main(async () => {
  await ensureInstalled()
  return underPinnedNode('server/src/platform/configDocs.ts', process.argv.slice(2))
})
