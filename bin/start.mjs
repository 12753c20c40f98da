#!/usr/bin/env node
// npm start: packages, web app, then everything in one process.
import { ensureInstalled, main, underPinnedNode } from './runtime.mjs'
import { ensureWebBuilt } from './web.mjs'

main(async () => {
  await ensureInstalled()
  await ensureWebBuilt()
  return underPinnedNode('server/src/main.ts', ['serve', ...process.argv.slice(2)])
})
