import type { LandmarkQuery } from '../../contract/analyze/landmark.ts'
import type { Asking } from '../question/asking.ts'
import { chooseEvents } from '../question/choose-events.ts'
import { describeBreakdown, describeFilter, describeFrame, eventPhrase } from '../question/describe-question.ts'
import { isExposure } from './read-exposure.ts'

const STARTS = {
  sign_up: 'that signed up in the range',
  first_paid: 'that first paid in the range',
  date: 'that were there when the range began',
} as const

export function describeLandmark(asking: Asking, query: LandmarkQuery): string {
  const { start, landmark_days: days, outcome, within_days } = query
  const after = `how many had the outcome "${outcome}" in the ${within_days} days after that`
  const left = 'Who had gone by then, or had it already, is in no group.'
  return `Of the accounts ${STARTS[start]}, by ${exposureOf(asking, query)} ${days} days later: ${after}. ${left} It says what goes together, not what causes what${describeFrame(asking, query.filter, query.breakdown)}`
}

function exposureOf(asking: Asking, { by }: LandmarkQuery): string {
  if (by === 'source') return 'their source as of'
  if (!isExposure(by)) return `${describeBreakdown(by)} as of`
  const event = eventPhrase(chooseEvents(asking.source, by.event ?? null))
  const filter = by.filter === undefined ? '' : ` (${describeFilter(by.filter)})`
  return `whether they had ${event}${filter}${by.at_least === 1 ? '' : ` at least ${by.at_least} times`} before the moment`
}
