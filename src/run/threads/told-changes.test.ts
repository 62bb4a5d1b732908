import { expect, it } from 'vitest'
import type { JudgedTransition } from '../../judge/judge-input.ts'
import { toldChanges } from './told-changes.ts'

/** The changes of an account: on which day, of which signal and person, what. */
const CHANGES = [
  [3, 'quiet', null, 'opened'],
  [4, 'busy', null, 'opened'],
  [5, 'busy', null, 'closed'],
  [6, 'keen', 7, 'opened'],
  [6, 'keen', 8, 'opened'],
  [7, 'keen', 8, 'escalated'],
  [8, 'keen', 7, 'closed'],
  [10, 'busy', null, 'opened'],
  [12, 'quiet', null, 'closed'],
] as const

it('shown are the changes from a day on, and those before it of the episodes that are open then', () => {
  const changes = CHANGES.map(([asOf, key, person, what]) => {
    return { asOf, person, what, signal: { subject: 'signal', key } } as JudgedTransition
  })
  const told = (from: number) => changes.flatMap((change, i) => (toldChanges(changes, from).has(change) ? [i] : []))
  expect(told(0)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  expect(told(8)).toEqual([0, 3, 4, 5, 6, 7, 8])
  expect(told(10)).toEqual([0, 4, 5, 7, 8])
  expect(told(13)).toEqual([4, 5, 7])
})
