import { describeWhere } from '../../../config/describe/describe-where.ts'
import { nameOfFact } from '../../../config/fact-key.ts'
import type { Comparison, ExplainedCondition } from '../../../contract/explanation.ts'
import { phraseComparison } from '../../../contract/phrase-comparison.ts'
import { dayToIso } from '../../../core/time.ts'
import { RESTS_DAYS } from '../../../fold/reference/find-incidents.ts'
import type { ExplainedSignal } from '../../../judge/explain-signal.ts'
import type { JudgedTransition } from '../../../judge/judge-input.ts'

/** What an explanation keeps of the change that opened the signal. */
type Opening = Pick<JudgedTransition, 'at' | 'asOf' | 'values' | 'evidence'>

type Told = { readonly conditions: readonly ExplainedCondition[]; readonly opening: Opening | null }

/** Why a signal is on or off, in one sentence that names each number with its threshold and how far it is from it. */
export function phraseExplanation(explained: ExplainedSignal, told: Told): string {
  const { signal, status, incident } = explained
  if (incident !== null && status !== 'disabled') return phraseIncident(incident)
  switch (status) {
    case 'disabled':
      return 'switched off in the configuration'
    case 'not_applicable':
      return `applies only where ${conditionOf(told, 'for')?.sentence ?? 'its condition is met'}`
    case 'on':
      return signal.clock.kind === 'event' ? phraseEventOn(explained, told) : phraseTrendOn(explained, told)
    case 'unknown':
    case 'off':
      return signal.clock.kind === 'event' ? phraseEventOff(explained, told) : phraseTrendOff(explained, told)
  }
}

/** Nothing is said of numbers that are not to be trusted. */
function phraseIncident({
  fact,
  since,
  last,
  heard,
  expected,
  lasts,
}: NonNullable<ExplainedSignal['incident']>): string {
  const name = nameOfFact(fact)
  const few = `${name} came from ${heard} ${heard === 1 ? 'account' : 'accounts'} on ${dayToIso(last)}, where ${Math.round(expected)} are usual`
  if (lasts) return `not judged: tracking may be broken since ${dayToIso(since)}; ${few}`
  return `not judged until ${dayToIso(last + RESTS_DAYS + 1)}: tracking may have been broken from ${dayToIso(since)} to ${dayToIso(last)}; ${few}`
}

function phraseTrendOn({ when }: ExplainedSignal, told: Told): string {
  const held = comparisonsOf(told, 'when').filter((one) => one.holds === true)
  if (when.holds === true && held.length > 0) return phraseAll(held)
  return `opened earlier, and stays on until ${phraseTurn(told)}`
}

/** What closes it: `until` with its numbers, or that `when` ceases. */
function phraseTurn(told: Told): string {
  const until = comparisonsOf(told, 'until')
  return until.length > 0 ? phraseRole(told, 'until') : `no longer ${conditionOf(told, 'when')?.sentence ?? 'so'}`
}

function phraseTrendOff(explained: ExplainedSignal, told: Told): string {
  const { waiting } = explained
  const when = comparisonsOf(told, 'when')
  if (waiting !== null) return `${phraseWaiting(waiting)}: ${phraseRole(told, 'when')}`
  const missing = when.filter((one) => one.holds !== true).sort((a, b) => nearness(a) - nearness(b))
  if (missing.length === 0) return 'its condition does not hold'
  const sorted = [...missing, ...when.filter((one) => one.holds === true)]
  return phraseAll(sorted, conditionOf(told, 'when')?.needed)
}

function phraseWaiting({ judgementsLeft, restsUntil }: NonNullable<ExplainedSignal['waiting']>): string {
  if (restsUntil !== null) return `its condition holds, but it rests until ${dayToIso(restsUntil)} after it was last on`
  return judgementsLeft > 0
    ? `its condition holds, and must for ${judgementsLeft} more ${judgementsLeft === 1 ? 'day' : 'days'}`
    : 'its condition holds, and it opens at the next close'
}

function phraseEventOn(explained: ExplainedSignal, told: Told): string {
  const { signal, state } = explained
  const trigger = told.opening?.evidence.find((one) => one.kind === 'event')
  const day = told.opening === null ? '' : ` on ${dayToIso(told.opening.asOf)}`
  const first =
    trigger === undefined ? `${eventOf(signal)}${day}` : `${trigger.name} by ${personOf(trigger.actor)}${day}`
  const matched = state.matchedDay
  const again = matched === null || matched === told.opening?.asOf ? '' : `, last on ${dayToIso(matched)}`
  const lapses = signal.until === null || signal.cooldownDays > 0
  const closes =
    matched === null || !lapses ? '' : `closes on ${dayToIso(matched + signal.cooldownDays)} unless it comes again`
  const until = signal.until === null ? '' : `closes when ${phraseRole(told, 'until')}`
  return [`${first}${again}`, phraseAll(atOpening(told)), closes, until].filter((part) => part !== '').join('; ')
}

/** The numbers of `when` as they stood at the event that opened it. */
function atOpening({ conditions, opening }: Told): Comparison[] {
  return comparisonsOf({ conditions, opening }, 'when').map((one) => {
    const then = opening?.values.find(
      ({ quantity, threshold }) => quantity === one.quantity && threshold === one.threshold,
    )
    if (then === undefined || typeof one.threshold !== 'number') return one
    const distance = then.value === null ? null : Math.abs(one.threshold - then.value)
    return { ...one, value: then.value, holds: then.op === one.op ? then.holds : one.holds, distance, parts: null }
  })
}

function phraseEventOff(explained: ExplainedSignal, told: Told): string {
  const { signal, state, day } = explained
  const rests = state.closedDay === null ? null : state.closedDay + signal.cooldownDays
  const when = comparisonsOf(told, 'when')
  return [
    `waits for ${eventOf(signal)}`,
    rests === null || rests < day ? '' : `rests until ${dayToIso(rests)} after it was last on`,
    when.length === 0 ? '' : `as of now ${phraseRole(told, 'when')}`,
  ]
    .filter((part) => part !== '')
    .join('; ')
}

function eventOf({ clock }: ExplainedSignal['signal']): string {
  return clock.kind === 'event' ? `${clock.names[0]}${describeWhere(clock.where)}` : ''
}

/** The id as the product sends it. */
function personOf(actor: string): string {
  return actor.replace(/^[ua]:/, '')
}

function conditionOf({ conditions }: Told, role: ExplainedCondition['role']): ExplainedCondition | undefined {
  return conditions.find((one) => one.role === role)
}

function comparisonsOf(told: Told, role: ExplainedCondition['role']): readonly Comparison[] {
  return conditionOf(told, role)?.comparisons ?? []
}

function phraseRole(told: Told, role: ExplainedCondition['role']): string {
  return phraseAll(comparisonsOf(told, role), conditionOf(told, role)?.needed)
}

function phraseAll(comparisons: readonly Comparison[], needed: number | null = null): string {
  return comparisons.map(phraseComparison).join(needed === 1 ? '; or ' : '; ')
}

/** How far from holding, relative to the threshold, so that unlike numbers can be ordered; unknown ones last. */
function nearness({ distance, threshold }: Comparison): number {
  if (distance === null) return Number.POSITIVE_INFINITY
  return distance / Math.max(1, Math.abs(Number(threshold)))
}
