import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inOrder } from './inOrder.ts'

test('answers stand where they were asked for, whichever comes first', async () => {
  expect(await inOrder([sleep(5, 'late'), 'now', sleep(1, 'soon')])).toEqual(['late', 'now', 'soon'])
})

test('of several refusals the first in the order of asking is thrown, once all have been heard', async () => {
  let heard = false
  const slow = sleep(10).then(() => {
    heard = true
    throw new Error('first')
  })
  await expect(inOrder([1, slow, Promise.reject(new Error('second'))])).rejects.toThrow('first')
  expect(heard).toBe(true)
})
