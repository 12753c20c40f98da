#!/usr/bin/env node
// npm run torture: Docket hurt while mail comes in, against a ledger outside. npm run drill is its drill of the database away.
import { ensureInstalled, main, underPinnedNode } from './runtime.mjs'

main(async () => {
  await ensureInstalled()
  return underPinnedNode('torture/run.ts', process.argv.slice(2))
})
