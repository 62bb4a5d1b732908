import type { Filter, FilterCondition } from '../../contract/analyze/filter.ts'
import { telltaleError } from '../../core/errors.ts'

/** The part of a filter that is asked of every event, and the part that is asked of whose segment it is, at a moment that the analysis chooses. */
export type SplitFilter = { readonly events: readonly Filter[]; readonly segments: readonly Filter[] }

const DEEPEST = 20

/** @throws bad_argument where a value does not fit its operator, or one `or` or `not` holds a segment beside something else */
export function splitFilter(filter: Filter | undefined): SplitFilter {
  if (filter === undefined) return { events: [], segments: [] }
  checkConditions(filter, DEEPEST)
  const parts = conjunctsOf(filter)
  const kinds = parts.map((part) => ({ part, leaves: leavesOf(part) }))
  for (const { leaves } of kinds) refuseMixture(leaves)
  return {
    events: kinds.filter(({ leaves }) => !leaves.some(isSegment)).map(({ part }) => part),
    segments: kinds.filter(({ leaves }) => leaves.some(isSegment)).map(({ part }) => part),
  }
}

/** All conditions of a filter, in its order. */
export function leavesOf(filter: Filter): readonly FilterCondition[] {
  if ('and' in filter) return filter.and.flatMap(leavesOf)
  if ('or' in filter) return filter.or.flatMap(leavesOf)
  return 'not' in filter ? leavesOf(filter.not) : [filter]
}

export type SegmentCondition = Extract<FilterCondition, { segment: string }>

export function isSegment(condition: FilterCondition): condition is SegmentCondition {
  return 'segment' in condition
}

function conjunctsOf(filter: Filter): readonly Filter[] {
  return 'and' in filter ? filter.and.flatMap(conjunctsOf) : [filter]
}

function refuseMixture(leaves: readonly FilterCondition[]): void {
  if (!leaves.some(isSegment) || leaves.every(isSegment)) return
  throw badFilter('an `or` or `not` over a segment and something else', 'segments joined to the rest by `and`')
}

function checkConditions(filter: Filter, depth: number): void {
  if (depth === 0) throw badFilter('too deep', `at most ${DEEPEST} levels`)
  if ('and' in filter) for (const one of filter.and) checkConditions(one, depth - 1)
  else if ('or' in filter) for (const one of filter.or) checkConditions(one, depth - 1)
  else if ('not' in filter) checkConditions(filter.not, depth - 1)
  else checkValue(filter)
}

function checkValue(condition: FilterCondition): void {
  const { op, value } = condition
  const found = value === undefined ? `${op} without a value` : `${op} with ${JSON.stringify(value).slice(0, 80)}`
  switch (op) {
    case 'is_set':
    case 'is_not_set':
      if (value !== undefined) throw badFilter(found, 'no value')
      return
    case 'contains':
      if (typeof value !== 'string') throw badFilter(found, 'a text')
      return
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      if (typeof value !== 'number' && typeof value !== 'string') throw badFilter(found, 'a number or a text')
      return
    case 'exact':
    case 'is_not':
    case 'in':
    case 'not_in':
      if (value === undefined) throw badFilter(found, 'a value or a list of values')
  }
}

function badFilter(value: string, expected: string): Error {
  return telltaleError('bad_argument', { argument: 'filter', value, expected })
}
