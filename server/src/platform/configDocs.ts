import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { described } from './config.ts'

/** The pages that are made of the settings' own words. */
export function configPages(): Record<string, string> {
  return { 'docs/config.md': markdown(), '.env.example': envExample() }
}

function markdown(): string {
  const rows = described().map(({ env, says, unset }) => `| \`${env}\` | ${unset} | ${says} |`)
  return `# Settings

Made by \`node bin/config-docs.mjs\` from \`server/src/platform/config.ts\`; do not edit.

Every setting has a default: Docket runs without any. They are read from the environment, and from a file \`.env\` in the
working folder when there is one; the environment wins. All faults are reported at once, and a name beginning with
\`DOCKET_\` that is no setting is one.

| setting | default | |
|---|---|---|
${rows.join('\n')}
`
}

function envExample(): string {
  const blocks = described().map(({ env, says, unset, example }) => {
    const usual = unset.replaceAll('`', '')
    return `# ${says.replaceAll('`', '')}\n# Default: ${usual}\n# ${env}=${example ?? (unset.startsWith('`') ? usual : '')}\n`
  })
  return `# Copy to .env and change what you need. Made by node bin/config-docs.mjs; do not edit.\n\n${blocks.join('\n')}`
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '../../..')
  const pages = Object.entries(configPages())
  if (process.argv.includes('--check')) {
    const stale = pages.filter(([name, text]) => readFileSync(join(root, name), 'utf8') !== text).map(([name]) => name)
    if (stale.length > 0) {
      console.error(`${stale.join(', ')} differ from the settings: node bin/config-docs.mjs writes them.`)
      process.exitCode = 1
    }
  } else for (const [name, text] of pages) writeFileSync(join(root, name), text)
}
