import { expect, test } from 'vitest'
import { activationSpeed } from './activation-speed.ts'

test.each([
  ['on the first day', 0.1, 20, 'fast', false],
  ['just before four days are over', 3.999, 20, 'fast', false],
  ['after four whole days', 4, 20, 'normal', false],
  ['just before eight are', 7.99, 20, 'normal', false],
  ['after eight', 8, 20, 'slow', false],
  ['on day 14', 14.9, 20, 'slow', false],
  ['after fifteen', 15, 20, 'failed', true],
  ['not yet, and young', null, 14.9, 'pending', false],
  ['not yet, and not young', null, 15, 'failed', false],
  ['before anybody signed up', null, null, null, false],
] as const)('%s', (_, days, age, speed, late) => {
  expect(activationSpeed({ days, age })).toEqual({ speed, late })
})
