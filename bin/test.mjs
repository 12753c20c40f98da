#!/usr/bin/env node
// npm test: everything that must hold. One line per step; the output of a step is shown when it failed.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { capture, ensureInstalled, main, root, underPinnedNode } from './runtime.mjs'
import { ensureWebBuilt } from './web.mjs'

const installed = (...path) => join(root, 'node_modules', ...path)
const tsc = installed('typescript', 'bin', 'tsc')
const biome = installed('@biomejs', 'biome', 'bin', 'biome')
const vitest = installed('vitest', 'vitest.mjs')
const results = join(root, '.runtime', 'test-results')
const covered = join(root, 'coverage', 'coverage-summary.json')
const totals = { passed: 0, failed: 0, skipped: 0 }
let isWhole = true

main(async () => {
  await ensureInstalled()
  rmSync(results, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })

  await step('types of the server', tsc, ['-p', 'server'])
  await step('types of the web app', tsc, ['-p', 'web'])
  if (existsSync(join(root, 'e2e', 'tsconfig.json'))) await step('types of the journeys', tsc, ['-p', 'e2e'])
  await step('lint and format', biome, ['check', '.'])
  await step('module arrows', join(root, 'bin', 'modules.mjs'), [])
  await step('generated files', join(root, 'server', 'src', 'platform', 'configDocs.ts'), ['--check'])
  await step('generated client', join(root, 'bin', 'api.mjs'), ['--check'])
  await figure('first load of the web app', join(root, 'bin', 'first-load.mjs'))
  await figure('conformance of mail', join(root, 'conformance', 'run.ts'))
  await serverTests(process.argv.slice(2))
  await journeys()

  console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
  return isWhole && totals.failed === 0 ? 0 : 1
})

async function step(name, script, args) {
  const began = performance.now()
  const { code, output } = await capture(script, args)
  report(name, code, began)
  if (code !== 0) console.log(output.trimEnd())
}

/** A step whose figure is worth reading when it holds, too. */
async function figure(name, script) {
  const began = performance.now()
  const { code, output } = await capture(script, [])
  report(name, code, began)
  console.log(indented(output))
}

/** Coverage says something about the whole suite only; with a filter it is not measured. */
async function serverTests(filters) {
  const isWholeSuite = filters.length === 0
  rmSync(covered, { force: true })
  await tests('server', ['--root', 'server', ...(isWholeSuite ? ['--coverage'] : filters)])
  if (!isWholeSuite || !existsSync(covered)) return
  const { lines } = JSON.parse(readFileSync(covered, 'utf8')).total
  console.log(indented(`${lines.pct} % of ${lines.total} lines of server/src ran`))
}

async function tests(name, args, env) {
  const began = performance.now()
  const file = join(results, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await underPinnedNode(vitest, ['run', ...args, ...reporters], { env })
  if (existsSync(file)) count(JSON.parse(readFileSync(file, 'utf8')))
  report(`${name} tests`, code, began)
}

/** A file that could not even be loaded has no tests to count, and has failed all the same. */
function count({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  totals.passed += numPassedTests
  totals.failed += numFailedTests + unloaded
  totals.skipped += numPendingTests + numTodoTests
}

async function journeys() {
  const folder = join(root, 'e2e')
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.test.ts')) : []
  if (files.length === 0) return console.log('- browser journeys: none are written')
  const chromium = findChromium()
  if (!chromium) {
    totals.skipped += files.length
    return console.log(
      `- browser journeys: ${files.length} files skipped, no Chromium found (apt-get install chromium, or set DOCKET_CHROMIUM)`,
    )
  }
  const began = performance.now()
  try {
    await ensureWebBuilt()
  } catch (error) {
    report('web build', 1, began)
    return console.log(error.message)
  }
  await tests('browser', ['--root', 'e2e'], { DOCKET_CHROMIUM: chromium })
}

function findChromium() {
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  return [process.env.DOCKET_CHROMIUM, ...usual].find((path) => path && existsSync(path))
}

const indented = (text) => text.trimEnd().replaceAll(/^/gm, '  ')

function report(name, code, began) {
  if (code !== 0) isWhole = false
  console.log(`${code === 0 ? '✓' : '✗'} ${name}  ${((performance.now() - began) / 1000).toFixed(1)} s`)
}
