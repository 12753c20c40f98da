import { expect, test } from 'vitest'
import { actions } from '../web/src/shell/actions.ts'

test('no key does two things', () => {
  const keys = Object.values(actions as Record<string, { keys?: string }>).flatMap(({ keys }) => keys ?? [])
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
})
