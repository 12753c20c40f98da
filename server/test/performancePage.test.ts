import { expect, test } from 'vitest'
import { type Figure, pageWith } from '../../bench/report.ts'

const works = ['list', 'send']
const run = (work: string, figure: Figure, where: string, before: string) =>
  pageWith(before, { tickets: 10, mails: 5, parts: [{ work, figures: [figure] }] }, { works, where })

test('a work that is measured again takes the place of its figures, and leaves the others as they are', () => {
  const fast = { work: 'a reply leaves', figure: 90, unit: 'ms', atMost: 100 }
  const first = run('send', fast, 'here', '')
  const both = run('list', { work: 'a list', figure: 3, unit: 'ms', floor: 1 }, 'there', first)
  expect(both.match(/^## .+/gm)).toEqual(['## list', '## send'])
  expect(both).toContain('10 tickets; here.\n')
  expect(both).toContain('| a list | 3 ms |  | 1 ms |  |')
  const again = run('send', { ...fast, figure: 120 }, 'elsewhere', both)
  expect(again).toContain('10 tickets; elsewhere. **Missed:** a reply leaves.')
  expect(again).not.toContain(
    'here.\n\n| work | measured | wanted | floor | more |\n|---|---|---|---|---|\n| a reply leaves | 90',
  )
  expect(again).toContain('| a list | 3 ms |  | 1 ms |  |')
  expect(again.split('# Performance')).toHaveLength(2)
})
