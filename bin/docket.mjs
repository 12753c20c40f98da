#!/usr/bin/env node
// npm run docket -- <command>: the command line. stdout carries only what the command itself says.
import { ensureInstalled, main, underPinnedNode } from './runtime.mjs'

main(async () => {
  await ensureInstalled()
  return underPinnedNode('server/src/main.ts', process.argv.slice(2))
})
