import { expect, test } from 'vitest'
import { drillAway } from '../torture/away.ts'

test('R4: the line to the database is refused, reset and silent in turn: nothing acknowledged is lost or doubled', {
  timeout: 240_000,
}, async () => {
  const drill = await drillAway(['silent', 'reset', 'refuse'], 4_000, 1_500)
  console.log(JSON.stringify(drill))
  expect(drill.acknowledged.mails).toBeGreaterThan(10)
  expect(drill.acknowledged.tickets).toBeGreaterThan(10)
  expect({ lost: drill.lost, doubled: drill.doubled }).toEqual({ lost: [], doubled: [] })
  // Refused with a sentence, never left without an answer.
  expect(Object.keys(drill.refused).sort()).toSatisfy((codes: string[]) =>
    codes.every((code) => ['database-away', 'database-busy', 'outcome-unknown'].includes(code)),
  )
  expect(drill.refused['database-away']).toBeGreaterThan(0)
  expect(drill.saidByReadyz).toBe(3)
  expect(drill.pagesTold).toBe(3)
})
