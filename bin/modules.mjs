#!/usr/bin/env node
// Checks that every import follows modules.mjs. --draw prints the arrows that really exist; --write puts them into ARCHITECTURE.md.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { arrows, order } from '../modules.mjs'
import { root } from './runtime.mjs'

const source = join(root, 'server', 'src')
const filesMin = 10
const openFloors = ['platform', 'connectors']

const files = readdirSync(source, { recursive: true }).filter((file) => /(?<!\.test)\.ts$/.test(file))
const known = new Set(files)
const faults = [...arrowFaults(), ...files.flatMap(importFaults), ...circles()]
if (files.length < filesMin) faults.push(`only ${files.length} files seen; a gate that sees nothing must not pass`)

if (faults.length > 0) {
  console.error([...new Set(faults)].join('\n'))
  process.exit(1)
}
if (process.argv.includes('--draw')) console.log(drawing())
else if (process.argv.includes('--write')) writeDrawing()
else console.log(`${files.length} files follow modules.mjs`)

function arrowFaults() {
  return Object.entries(arrows).flatMap(([from, targets]) =>
    targets
      .filter((to) => order.indexOf(to) === -1 || order.indexOf(to) >= order.indexOf(from))
      .map((to) => `modules.mjs: ${from} -> ${to} does not point left`),
  )
}

function importFaults(file) {
  const here = moduleOf(file)
  if (here !== undefined && !order.includes(here)) return [`${file}: ${here} is not a module of modules.mjs`]
  return importsOf(file).flatMap((to) => {
    const there = moduleOf(to)
    if (!known.has(to)) return [`${file}: ${to} is not here`]
    if (here === there) return []
    if (here === undefined) return there === 'app' || there === 'platform' ? [] : [`${file}: enter by app, not ${to}`]
    if (there === undefined) return [`${file}: nobody imports ${to}`]
    const wrong = []
    if (there !== 'platform' && !arrows[here]?.includes(there)) wrong.push(`${file}: ${here} may not import ${there}`)
    if (here === 'platform') wrong.push(`${file}: platform imports nothing of ${there}`)
    if (!openFloors.includes(there) && to !== `${there}/index.ts`)
      wrong.push(`${file}: enter ${there} by its index.ts, not ${to}`)
    return wrong
  })
}

/** Type-only imports vanish before anything runs, so they close no circle. */
function circles() {
  const found = []
  const done = new Set()
  const visit = (file, path) => {
    if (path.includes(file)) return found.push(`circle: ${[...path.slice(path.indexOf(file)), file].join(' -> ')}`)
    if (done.has(file)) return
    for (const to of importsOf(file, { types: false })) if (known.has(to)) visit(to, [...path, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  return found
}

function drawing() {
  const seen = new Set()
  for (const file of files)
    for (const to of importsOf(file)) {
      const [here, there] = [moduleOf(file), moduleOf(to)]
      if (here && there && here !== there && there !== 'platform') seen.add(`  ${here} --> ${there}`)
    }
  return ['```mermaid', 'flowchart LR', ...[...seen].sort(), '```'].join('\n')
}

function writeDrawing() {
  const page = join(root, 'ARCHITECTURE.md')
  const before = readFileSync(page, 'utf8')
  const between = /<!-- modules -->[\s\S]*?<!-- \/modules -->/
  if (!between.test(before)) throw new Error('ARCHITECTURE.md has no <!-- modules --> … <!-- /modules -->')
  writeFileSync(
    page,
    before.replace(between, () => `<!-- modules -->\n${drawing()}\n<!-- /modules -->`),
  )
}

/** The first folder; main.ts stands above all modules and has none. */
function moduleOf(file) {
  return file.includes('/') ? file.split('/')[0] : undefined
}

function importsOf(file, { types = true } = {}) {
  const text = readFileSync(join(source, file), 'utf8')
  const statements = text.matchAll(
    /(?:^|\n)\s*(import|export)\s+(type\s)?[^'";]*?from\s*'(\.[^']+)'|(?:^|\n)import\s*'(\.[^']+)'|import\(\s*'(\.[^']+)'/g,
  )
  return [...statements]
    .filter(([, , isType]) => types || !isType)
    .map((match) => match[3] ?? match[4] ?? match[5])
    .map((to) => relative(source, normalize(join(source, dirname(file), to))))
    .filter((to) => to.endsWith('.ts') || !to.includes('.'))
}
