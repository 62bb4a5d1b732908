import type { Filter, FilterOp } from '../../contract/analyze/filter.ts'
import type { AnalysisActor } from '../../contract/analyze/question.ts'
import type { Asking } from './asking.ts'
import type { ChosenEvents } from './choose-events.ts'

export const ACTORS: Readonly<Record<AnalysisActor, string>> = {
  user: 'persons',
  member: 'members',
  account: 'accounts',
}

export function eventPhrase({ title }: ChosenEvents): string {
  return title === 'active' ? 'an active event' : `the event ${title}`
}

/** The end of every definition: what was filtered, broken down and which days are meant. */
export function describeFrame(asking: Asking, filter: Filter | undefined, breakdown?: unknown): string {
  const parts = [
    ...(filter === undefined ? [] : [`where ${describeFilter(filter)}`]),
    ...(breakdown === undefined ? [] : [`by ${describeBreakdown(breakdown)}`]),
  ]
  const week = asking.calendar.interval === 'week' ? `, weeks from ${titled(asking.weekStart)}` : ''
  return `${parts.length === 0 ? '' : ` ${parts.join(', ')}`}; days of ${asking.zone.name}${week}.`
}

const WORDS: Readonly<Record<FilterOp, string>> = {
  exact: 'is',
  is_not: 'is not',
  in: 'is one of',
  not_in: 'is none of',
  contains: 'contains',
  gt: '>',
  gte: '≥',
  lt: '<',
  lte: '≤',
  is_set: 'is set',
  is_not_set: 'is not set',
}

export function describeFilter(filter: Filter): string {
  if ('and' in filter) return filter.and.map(inBrackets).join(' and ')
  if ('or' in filter) return filter.or.map(inBrackets).join(' or ')
  if ('not' in filter) return `not ${inBrackets(filter.not)}`
  const value = filter.value === undefined ? '' : ` ${JSON.stringify(filter.value)}`
  return `${describeBreakdown(filter)} ${WORDS[filter.op]}${value}`
}

function inBrackets(filter: Filter): string {
  return 'and' in filter || 'or' in filter ? `(${describeFilter(filter)})` : describeFilter(filter)
}

export function describeBreakdown(of: unknown): string {
  if (typeof of === 'string') return of
  const [[kind, name]] = Object.entries(of as Record<string, string>) as [[string, string]]
  return `${kind === 'event_property' ? 'property' : kind} ${JSON.stringify(name)}`
}

function titled(word: string): string {
  return `${word[0]!.toUpperCase()}${word.slice(1)}`
}
