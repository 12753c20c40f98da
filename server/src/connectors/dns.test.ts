import { expect, test } from 'vitest'
import { type AskDns, bounded, remembering } from './dns.ts'

const minute = 60_000

function dnsOf(answers: Record<string, string | Error>) {
  const asked: string[] = []
  const ask: AskDns = async (name) => {
    asked.push(name)
    const answer = answers[name]!
    if (answer instanceof Error) throw answer
    return [[answer]]
  }
  return { ask, asked, answers }
}
const failure = (code: string) => Object.assign(new Error(code), { code })

test('many who ask for the same name are one question, until the answer is old', async () => {
  const { ask, asked } = dnsOf({ a: 'yes' })
  let now = 0
  const remembered = remembering(ask, () => now)
  expect(await Promise.all([remembered('a', 'TXT'), remembered('A', 'TXT')])).toEqual([[['yes']], [['yes']]])
  const mine = await remembered('a', 'TXT')
  mine.length = 0
  expect(await remembered('a', 'TXT')).toEqual([['yes']])
  expect(asked).toHaveLength(1)
  now = 6 * minute
  await remembered('a', 'TXT')
  expect(asked).toHaveLength(2)
})

test('a missing record is remembered for a minute, a failure not at all', async () => {
  const { ask, asked, answers } = dnsOf({ gone: failure('ENOTFOUND'), sick: failure('ESERVFAIL') })
  let now = 0
  const remembered = remembering(ask, () => now)
  for (const name of ['gone', 'gone', 'sick', 'sick'])
    await expect(remembered(name, 'TXT')).rejects.toMatchObject({ code: (answers[name] as Error).message })
  expect(asked).toEqual(['gone', 'sick', 'sick'])
  answers.gone = 'here'
  now = minute
  expect(await remembered('gone', 'TXT')).toEqual([['here']])
})

test('one mail may ask only so many names and wait only so long in all', async () => {
  const few = bounded(dnsOf({ a: 'yes' }).ask, { ms: 1_000, asksMax: 2 })
  await few('a', 'TXT')
  await few('a', 'TXT')
  await expect(few('a', 'TXT')).rejects.toMatchObject({ code: 'EREFUSED' })
  const slow = bounded(() => new Promise(() => {}), { ms: 20, asksMax: 9 })
  await expect(Promise.any([slow('a', 'TXT'), slow('b', 'A')])).rejects.toMatchObject({
    errors: [{ code: 'ETIMEOUT' }, { code: 'ETIMEOUT' }],
  })
  await expect(slow('c', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' })
})
