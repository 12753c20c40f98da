import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { openPool, patience } from './pool.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
})
afterAll(() => database.drop())

test('a statement that comes again is prepared by name, and several statements in one text still pass', async () => {
  const pool = openPool(database.appUrl, 1)
  for (let i = 0; i < 4; i++) {
    expect((await pool.query('select $1::int + 1 as sum', [i])).rows).toEqual([{ sum: i + 1 }])
    await pool.query('select 1; select 2', [])
  }
  const { rows } = await pool.query('select statement from pg_prepared_statements')
  expect(rows).toEqual([{ statement: 'select $1::int + 1 as sum' }])
  await pool.end()
})

test('a statement that is only slow is waited for', { timeout: 30_000 }, async () => {
  const pool = openPool(database.appUrl, 1)
  const slow = patience.silenceMs / 1000 + 1
  expect((await pool.query('select pg_sleep($1)', [slow])).rowCount).toBe(1)
  await pool.end()
})
