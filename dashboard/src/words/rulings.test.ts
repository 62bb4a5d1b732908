import { expect, it } from 'vitest'
import { beyondWord, RULINGS } from './rulings.ts'

it('the word of a verdict is not said again by its sentence', () => {
  const { not_enough_data: thin, keep } = RULINGS
  expect([
    beyondWord('Not enough data: it never opened.', thin),
    beyondWord('Not enough data. 1 of the 30 cases we need.', thin),
    beyondWord('Not enough data', thin),
    beyondWord('When this opens, 38 % pay more.', keep),
  ]).toEqual([
    ...['It never opened.', '1 of the 30 cases we need.', 'Not enough data', 'When this opens, 38 % pay more.'],
  ])
})
