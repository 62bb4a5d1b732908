import { expect, it } from 'vitest'
import { inTurn } from './in-turn.ts'

const due = (playbook: string, dues: readonly (readonly [id: number, dueAt: number])[], more = false) => ({
  ...{ playbook, more },
  enrolments: dues.map(([id, dueAt]) => ({ id, playbook, dueAt })),
})
const priorityOf = (playbook: string): number => ({ high: 8, low: 2 })[playbook] ?? 5

it('whoever is due first goes first, then the higher priority, then who began first', () => {
  const all = [
    due('low', [
      [1, 10],
      [4, 20],
    ]),
    due('high', [
      [3, 20],
      [2, 20],
    ]),
    due('other', [[5, 15]]),
  ]
  expect(inTurn(all, { priorityOf, capped: true }).map(({ id }) => id)).toEqual([1, 5, 2, 3, 4])
})

it('where room is short nobody goes before others of a higher priority who are due no later and not all at hand', () => {
  const all = [
    due(
      'high',
      [
        [1, 20],
        [2, 20],
      ],
      true,
    ),
    due('low', [
      [3, 10],
      [4, 20],
      [5, 30],
    ]),
    due('other', [[6, 20]]),
  ]
  expect(inTurn(all, { priorityOf, capped: true }).map(({ id }) => id)).toEqual([3, 1, 2])
  expect(inTurn(all, { priorityOf, capped: false }).map(({ id }) => id)).toEqual([3, 1, 2, 6, 4, 5])
  // Of the lower ones there may be more than are at hand: they go behind.
  expect(inTurn([due('low', [[1, 20]], true), due('high', [[2, 20]])], { priorityOf, capped: true })).toHaveLength(2)
})
