import { spawnSync } from 'node:child_process'

/** Prometheus' own checker, when it is installed; a test that needs it says in a line that it was skipped. */
export const hasPromtool = spawnSync('promtool', ['--version']).status === 0
if (!hasPromtool) console.log('promtool is not installed: what only it can check is skipped.')

/** What promtool finds wrong; nothing when all is well. */
export function promtool(args: string[], input = ''): string {
  const { stdout, stderr, status } = spawnSync('promtool', args, { input, encoding: 'utf8' })
  return status === 0 ? '' : `${stdout}${stderr}`
}
