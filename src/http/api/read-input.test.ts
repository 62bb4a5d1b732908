import { expect, it } from 'vitest'
import { FunnelQuery } from '../../contract/analyze/funnel.ts'
import { problemOf } from './answer-problem.ts'
import { readInput } from './read-input.ts'

function problemWith(query: object) {
  try {
    readInput(FunnelQuery, { steps: ['a'], ...query }, 'body')
  } catch (error) {
    const { code, detail, errors } = problemOf(error, '/')
    return { code, detail, argument: errors?.[0]?.argument, valid: errors?.[0]?.valid }
  }
  return null
}

it('of several shapes the one that was meant says what is wrong, and what is valid', () => {
  expect(problemWith({ filter: { event_property: 'plan', op: 'equals', value: 1 } })).toEqual({
    code: 'bad_argument',
    detail:
      'filter.op is "equals"; expected one of exact, is_not, in, not_in, contains, gt, gte, lt, lte, is_set, is_not_set.',
    argument: 'filter.op',
    valid: ['exact', 'is_not', 'in', 'not_in', 'contains', 'gt', 'gte', 'lt', 'lte', 'is_set', 'is_not_set'],
  })
  expect(problemWith({ filter: { and: [{ trait: 'plan', op: 'is' }] } })).toMatchObject({ argument: 'filter.and.0.op' })
  expect(problemWith({ steps: [{ event: 'a', first: true }] })).toMatchObject({ argument: 'first' })
  expect(problemWith({ breakdown: 'size' })).toMatchObject({ argument: 'breakdown', code: 'bad_argument' })
  expect(problemWith({ filter: { event_property: 'plan', op: 'exact', value: 1 } })).toBeNull()
})
