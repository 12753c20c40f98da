#!/usr/bin/env node
// What a browser must load before it can show the first page: the entry, what it imports at once, and its styles.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { main, root } from './runtime.mjs'
import { ensureWebBuilt } from './web.mjs'

const most = 250_000
const dist = join(root, 'web', 'dist')

main(async () => {
  await ensureWebBuilt()
  const { scripts, styles } = loadedFirst(JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8')))
  const size = [...scripts, ...styles].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0)
  const letters = styles.flatMap(
    (file) => readFileSync(join(dist, file), 'utf8').match(/[\w./-]+-latin-wght[\w.-]+/g) ?? [],
  )
  const fonts = [...new Set(letters)]
    .map((file) => statSync(join(dist, file)).size)
    .reduce((sum, bytes) => sum + bytes, 0)
  const kB = (bytes) => `${(bytes / 1000).toFixed(0)} kB`
  console.log(
    `${kB(size)} gzip in ${scripts.length + styles.length} files, of ${kB(most)} allowed; besides, ${kB(fonts)} for Latin letters`,
  )
  if (size <= most) return 0
  console.log('Load what the first page does not need when it is asked for: import() or lazyRouteComponent().')
  return 1
})

function loadedFirst(manifest) {
  const seen = new Set()
  const walk = (name) => {
    if (seen.has(name)) return
    seen.add(name)
    for (const next of manifest[name].imports ?? []) walk(next)
  }
  const entry = Object.keys(manifest).find((name) => manifest[name].isEntry)
  if (!entry) throw new Error('The manifest of the web app names no entry.')
  walk(entry)
  const parts = [...seen].map((name) => manifest[name])
  return { scripts: parts.map(({ file }) => file), styles: [...new Set(parts.flatMap(({ css }) => css ?? []))] }
}
