import { expect, test } from 'vitest'
import { countWhenQuiet } from './counting.ts'
import type { Desk, Received } from './desk.ts'

const deskThat = (...looks: Received[][]): Desk => ({
  async *received() {
    yield* looks.length > 1 ? looks.shift()! : looks[0]!
  },
})
const counted = (desk: Desk, promised: string[], patienceMs = 0) =>
  countWhenQuiet({ desk, run: 'run', since: new Date(), promised, patienceMs }, () => {})

test('what was promised and is not there is lost; what is there twice is doubled, on one ticket or on two', async () => {
  const desk = deskThat([
    { subject: 'run-0', ticket: '#1' },
    { subject: 'run-1', ticket: '#2' },
    { subject: 'run-1', ticket: '#2' },
    { subject: 'run-2', ticket: '#3' },
    { subject: 'run-2', ticket: '#4' },
  ])
  expect(await counted(desk, ['run-0', 'run-1', 'run-2', 'run-3'])).toEqual({
    promised: 4,
    messages: 5,
    tickets: 4,
    lost: ['run-3'],
    doubledMessages: ['run-1', 'run-2'],
    doubledTickets: ['run-2'],
  })
})

test('a mail that comes late is waited for, and one that comes a second time after that is still seen', {
  timeout: 20_000,
}, async () => {
  const once = [{ subject: 'run-0', ticket: '#1' }]
  const desk = deskThat([], once, [...once, { subject: 'run-0', ticket: '#2' }])
  const { lost, doubledTickets } = await counted(desk, ['run-0'], 60_000)
  expect({ lost, doubledTickets }).toEqual({ lost: [], doubledTickets: ['run-0'] })
})
