import { contentHash } from '../../core/hash.ts'
import type { ConditionDraft, ConfigDraft, QuantityDraft, SignalDraft } from '../draft.ts'
import type { Problem } from '../problem.ts'
import { unitOf } from '../unit-of.ts'
import { type Compare, overlap } from './compare-ranges.ts'
import { errorAt, warningAt } from './problem-at.ts'
import { walkConfig } from './walk-config.ts'

/** Rule: a signal can open and close, means something, and its thresholds can be met. */
export function checkSignals(config: ConfigDraft): readonly Problem[] {
  const signals = Object.entries(config.signals).flatMap(([key, signal]) => {
    const path = `signals.${key}`
    return [
      ...checkJudging(path, signal),
      ...checkNumbers(path, signal),
      ...checkUntil(path, signal),
      ...checkUse(path, signal),
    ]
  })
  return [...signals, ...checkThresholds(config), ...checkGroups(config)]
}

function checkJudging(path: string, signal: SignalDraft): readonly Problem[] {
  if (signal.when !== null || signal.on !== null || signal.detector !== null) return []
  const message = `${path} has neither a condition nor an event.`
  return [errorAt(path, { code: 'nothing_to_judge', message, mend: "Add .when(…), .detects(…), or .on('event')." })]
}

function checkNumbers(path: string, { minimum, cooldownDays, predicts }: SignalDraft): readonly Problem[] {
  const bad = (part: string, value: number, mend: string): Problem =>
    errorAt(`${path}.${part}`, {
      code: 'bad_number',
      bad: String(value),
      message: `${path}.${part} is ${value}.`,
      mend,
    })
  const whole = (value: number, from: number): boolean => Number.isInteger(value) && value >= from
  return [
    ...(whole(minimum, 1) ? [] : [bad('minimum', minimum, 'Write a whole number of judgements, at least 1.')]),
    ...(whole(cooldownDays, 0) ? [] : [bad('cooldown', cooldownDays, 'Write a whole number of days, 0 for none.')]),
    ...(predicts === null || whole(predicts.withinDays, 1)
      ? []
      : [bad('predicts', predicts.withinDays, 'Write a whole number of days, at least 1.')]),
  ]
}

/** Without an outcome nobody will know whether the signal is right, without an action nobody what to do about it. */
function checkUse(path: string, { predicts, suggest, enabled }: SignalDraft): readonly Problem[] {
  if (!enabled) return []
  const untold = warningAt(path, {
    code: 'signal_without_outcome',
    message: `${path} predicts no outcome: nobody will know whether it is right.`,
    mend: "Add .predicts(outcome('…').within(days(n))).",
  })
  const idle = warningAt(path, {
    code: 'signal_without_action',
    message: `${path} suggests no action: nobody will know what to do about it.`,
    mend: 'Add .suggest({ team, action }).',
  })
  return [...(predicts === null ? [untold] : []), ...(suggest === null ? [idle] : [])]
}

/** With one quantity on both sides, `until` must not be true where `when` is: the signal would open and close in turns. */
function checkUntil(path: string, { when, until }: SignalDraft): readonly Problem[] {
  if (when === null || until === null) return []
  const opening = comparesIn(when, 'all')
  const closing = comparesIn(until, 'any')
  return closing.flatMap((end) => {
    const begin = opening.find((one) => contentHash(one.quantity) === contentHash(end.quantity) && overlap(one, end))
    return begin === undefined ? [] : [stricter(path, begin, end)]
  })
}

/** The comparisons of which each must be true (`all`), or one suffices (`any`); what is nested otherwise says nothing alone. */
function comparesIn(condition: ConditionDraft, group: 'all' | 'any'): readonly Compare[] {
  if (condition.kind === 'compare') return [condition]
  return condition.kind === group ? condition.of.flatMap((part) => comparesIn(part, group)) : []
}

function stricter(path: string, begin: Compare, end: Compare): Problem {
  const said = (of: Compare): string => `${of.op} ${of.value}`
  const message = `${path} opens at ${said(begin)} and closes at ${said(end)}: some values do both.`
  const mend = `Let until be true only where when is not, such as ${begin.op.startsWith('>') ? '<' : '>'} ${begin.value}.`
  return errorAt(`${path}.until`, { code: 'until_stricter', bad: String(end.value), message, mend })
}

function checkThresholds(config: ConfigDraft): readonly Problem[] {
  return walkConfig(config).conditions.flatMap(({ path, what }) =>
    what.kind === 'compare' ? checkThreshold(config, path, what) : [],
  )
}

function checkThreshold(config: ConfigDraft, path: string, { quantity, op, value }: Compare): readonly Problem[] {
  const bad = String(value)
  if (!Number.isFinite(value)) {
    return [
      errorAt(path, {
        code: 'bad_threshold',
        bad,
        message: `The threshold ${value} is no number.`,
        mend: 'Write a number.',
      }),
    ]
  }
  const unit = knownUnit(config, quantity)
  if (unit === 'count' && !Number.isInteger(value)) {
    const message = `The threshold ${value} of a count is not whole.`
    return [
      warningAt(path, {
        code: 'bad_threshold',
        bad,
        message,
        mend: `Write ${Math.ceil(value)} or ${Math.floor(value)}.`,
      }),
    ]
  }
  const never = unit !== null && neverMet(unit, op, value)
  if (!never) return []
  const message = `${op} ${value} can never be true: a ${unit} lies ${unit === 'count' || unit === 'days' ? 'at 0 or above' : `between 0 and ${TOP[unit]}`}.`
  return [
    errorAt(path, {
      code: 'bad_threshold',
      bad,
      message,
      mend: unit === 'share' ? 'Shares are written 0 … 1: 0.75 is 75 %.' : 'Write a threshold within reach.',
    }),
  ]
}

const TOP = { share: 1, percentile: 100 } as const
type BoundedUnit = 'count' | 'days' | 'share' | 'percentile'

/** The unit of a quantity that has natural bounds; null for the others, and while an indicator it names does not exist. */
function knownUnit(config: ConfigDraft, quantity: QuantityDraft): BoundedUnit | null {
  if (quantity.kind === 'indicator' || quantity.kind === 'difference') return null
  if (quantity.kind === 'roll-up' || quantity.kind === 'top-member' || quantity.kind === 'ago') return null
  if (quantity.kind === 'change') return null
  // A share of a limit may go over 1, one of members may not.
  if (quantity.kind === 'ratio' && !(quantity.as === 'share' && quantity.bottom.kind === 'members')) return null
  const unit = unitOf(quantity, config)
  return unit === 'count' || unit === 'days' || unit === 'share' || unit === 'percentile' ? unit : null
}

function neverMet(unit: BoundedUnit, op: Compare['op'], value: number): boolean {
  const top = unit === 'share' || unit === 'percentile' ? TOP[unit] : Number.POSITIVE_INFINITY
  if (op === '<') return value <= 0
  if (op === '<=') return value < 0
  if (op === '>') return value >= top
  return op === '>=' ? value > top : op === '=' && (value < 0 || value > top)
}

function checkGroups(config: ConfigDraft): readonly Problem[] {
  return walkConfig(config).conditions.flatMap(({ path, what }) => {
    if (what.kind !== 'all' && what.kind !== 'any' && what.kind !== 'at-least') return []
    const fits =
      what.of.length > 0 &&
      (what.kind !== 'at-least' || (Number.isInteger(what.n) && what.n >= 1 && what.n <= what.of.length))
    if (fits) return []
    const message =
      what.kind === 'at-least'
        ? `atLeast(${what.n}) of ${what.of.length} conditions.`
        : `${what.kind}() without conditions.`
    return [
      errorAt(path, {
        code: 'bad_number',
        message,
        mend: 'Give it conditions, and ask for at least 1 and at most all of them.',
      }),
    ]
  })
}
