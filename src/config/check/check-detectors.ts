import { DETECTORS } from '../detectors.ts'
import type { ConfigDraft, QuantityDraft, ShiftDraft, SignalDraft } from '../draft.ts'
import type { Problem } from '../problem.ts'
import { errorAt } from './problem-at.ts'

/** Rule: a detector stands alone, watches what can be counted week by week, and can be met. */
export function checkDetectors({ signals }: ConfigDraft): readonly Problem[] {
  return Object.entries(signals).flatMap(([key, signal]) => {
    const { detector, level } = signal
    if (detector === null) return []
    const path = `signals.${key}.detects`
    return [
      ...checkAlone(path, signal),
      ...(level === 'person' ? [atPersons(path)] : []),
      ...checkRange(path, { part: 'alpha', value: detector.alpha, from: 0, to: 0.05 }),
      ...(detector.kind === 'silence' ? [] : checkShift(path, detector)),
    ]
  })
}

function checkAlone(path: string, signal: SignalDraft): readonly Problem[] {
  const said = {
    on: signal.on !== null,
    when: signal.when !== null,
    until: signal.until !== null,
    minimum: signal.minimum !== 1,
    cooldown: signal.cooldownDays !== 0,
    escalate: signal.escalate !== null,
  }
  const beside = Object.entries(said).flatMap(([part, is]) => (is ? [`.${part}()`] : []))
  if (beside.length === 0) return []
  const message = `A detector says itself when it opens and closes, and stands beside ${beside.join(', ')}.`
  const mend = 'Leave these out; ask for it in another signal with signalOpen() to join it with other conditions.'
  return [errorAt(path, { code: 'bad_detector', message, mend })]
}

function atPersons(path: string): Problem {
  const message = 'A detector compares with how the day was for all accounts, and stands at person level.'
  return errorAt(path, { code: 'wrong_level', message, mend: "Write .level('account') or .level('member')." })
}

const COUNTED: readonly QuantityDraft['kind'][] = ['count', 'sum', 'distinct-users', 'active-members']

function checkShift(path: string, { kind, of, ratio, expected, change }: ShiftDraft): readonly Problem[] {
  const { direction, ratio: usual } = DETECTORS[kind]
  const range = direction === 'down' ? { from: 0, to: 1 } : { from: 1, to: 100 }
  const least = { from: -Number.MIN_VALUE, to: 1_000_000 }
  return [
    ...checkWatched(path, of),
    ...checkRange(path, { part: 'ratio', value: ratio, ...range, mend: `Such as ${usual}.` }),
    ...checkRange(path, { part: 'expected', value: expected, ...least }),
    ...checkRange(path, { part: 'change', value: change, ...least }),
  ]
}

function checkWatched(path: string, of: QuantityDraft): readonly Problem[] {
  const week = 'window' in of && of.window.kind === 'rolling' && of.window.days === 7 && of.window.offset === 0
  if (COUNTED.includes(of.kind) && week) return []
  const message = `A drop or a rise is told from weeks that can be counted; ${of.kind} is not counted over the last 7 days.`
  const mend = 'Name events, or write count, distinctUsers or activeUsers over days(7).'
  return [errorAt(path, { code: 'bad_detector', bad: of.kind, message, mend })]
}

type Range = { readonly part: string; readonly value: number; readonly from: number; readonly to: number }

function checkRange(path: string, { part, value, from, to, mend }: Range & { readonly mend?: string }): Problem[] {
  if (value > from && value < to) return []
  const message = `${part} is ${value}, and must lie between ${from} and ${to}.`
  return [errorAt(path, { code: 'bad_detector', bad: String(value), message, mend: mend ?? 'Write a number between.' })]
}
