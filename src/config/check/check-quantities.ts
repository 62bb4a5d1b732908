import type { ConfigDraft, QuantityDraft } from '../draft.ts'
import type { Window } from '../expression.ts'
import type { Problem } from '../problem.ts'
import { errorAt, warningAt } from './problem-at.ts'
import { type Placed, partsOf, walkConfig } from './walk-config.ts'

/** Rule: windows are whole days, hours stay within what raw events can answer, gauges are read as gauges. */
export function checkQuantities(config: ConfigDraft): readonly Problem[] {
  const all = walkConfig(config).quantities.flatMap((at) => [
    ...checkWindow(at),
    ...checkGauge(config, at),
    ...checkAmount(at),
    ...checkPercentile(config, at),
    ...checkAgo(config, at),
  ])
  const seen = new Map(all.map((problem) => [`${problem.path} ${problem.message}`, problem]))
  return [...seen.values(), ...sameIndicators(config)]
}

function checkWindow({ path, clock, what }: Placed<QuantityDraft>): readonly Problem[] {
  if (!('window' in what)) return []
  const { window } = what
  const bad = badWindow(window)
  if (bad !== null)
    return [
      errorAt(path, {
        code: 'bad_window',
        bad: String(bad),
        message: windowMessage(window, bad),
        mend: windowMend(window),
      }),
    ]
  if (window.kind !== 'hours') return []
  const where = clock === 'trend' ? 'a signal that is judged at the close of the day' : null
  if (where !== null) {
    const message = `hours(${window.hours}) stands in ${where}.`
    return [
      errorAt(path, {
        code: 'hours_in_trend',
        bad: String(window.hours),
        message,
        mend: 'Use days(n), or judge at an event with .on().',
      }),
    ]
  }
  if (what.kind === 'count' || what.kind === 'distinct-users' || what.kind === 'sum') return []
  const message = `hours(${window.hours}) stands in ${what.kind}, which counts days.`
  return [
    errorAt(path, {
      code: 'bad_window',
      bad: String(window.hours),
      message,
      mend: 'Use days(n); hours serve count, sum and distinctUsers.',
    }),
  ]
}

/** Rule: a percentile compares with the closed days of other accounts, and a closed day has no last hours. */
function checkPercentile(config: ConfigDraft, { path, what }: Placed<QuantityDraft>): readonly Problem[] {
  if (what.kind !== 'percentile') return []
  const hours = hoursIn(config, what.of, new Set())
  if (hours === null) return []
  const message = `percentile of a number over hours(${hours}): there is nothing to compare it with.`
  const mend = 'Use days(n) inside percentile: other accounts are known as of the last closed day.'
  return [errorAt(path, { code: 'bad_window', bad: String(hours), message, mend })]
}

/** Rule: what a number was some days ago is told by itself: from facts, memberships and properties, not from other accounts or days that are not kept. */
function checkAgo(config: ConfigDraft, { path, what }: Placed<QuantityDraft>): readonly Problem[] {
  if (what.kind !== 'ago') return []
  if (!isDays(what.days, 1)) {
    const message = `ago() by ${what.days} days, which is not a whole number from 1 to 3650.`
    return [errorAt(path, { code: 'bad_number', bad: String(what.days), message, mend: 'Write ago(…, days(30)).' })]
  }
  const bad = notKept(config, what.of, new Set())
  if (bad === null) return []
  const message = `ago() of ${bad}, which is only told as of the judged day itself.`
  const mend = 'Use ago with a property, members, MRR, a limit or a number made from events over days.'
  return [errorAt(path, { code: 'wrong_argument', bad, message, mend })]
}

const NOT_KEPT: readonly QuantityDraft['kind'][] = [
  ...(['percentile', 'score', 'activation', 'milestone', 'ago', 'colleagues'] as const),
]

/** What in a number cannot be told as of another day, however deep; null: nothing. */
function notKept(config: ConfigDraft, of: QuantityDraft, seen: Set<string>): string | null {
  if (NOT_KEPT.includes(of.kind)) return of.kind
  if ('window' in of && of.window.kind === 'hours') return `hours(${of.window.hours})`
  if (of.kind === 'indicator') {
    const draft = config.indicators[of.indicator]
    return draft === undefined || seen.has(of.indicator) ? null : notKept(config, draft, seen.add(of.indicator))
  }
  return partsOf(of, 'account').reduce<string | null>((bad, { what }) => bad ?? notKept(config, what, seen), null)
}

/** The window of hours that a number is made of, however deep; null: of none. */
function hoursIn(config: ConfigDraft, of: QuantityDraft, seen: Set<string>): number | null {
  if ('window' in of) return of.window.kind === 'hours' ? of.window.hours : null
  const first = (parts: readonly (QuantityDraft | null)[]): number | null =>
    parts.reduce<number | null>((found, part) => found ?? (part === null ? null : hoursIn(config, part, seen)), null)
  switch (of.kind) {
    case 'indicator': {
      const draft = config.indicators[of.indicator]
      if (draft === undefined || seen.has(of.indicator)) return null
      return hoursIn(config, draft, seen.add(of.indicator))
    }
    case 'ratio':
      return first([of.top, of.bottom])
    case 'change':
    case 'difference':
      return first([of.now, of.before])
    case 'roll-up':
      return first([of.over])
    case 'top-member':
      return first([of.over, of.by])
    case 'ago':
      return first([of.of])
    default:
      return null
  }
}

/** The number at fault, or null. */
function badWindow(window: Window): number | null {
  switch (window.kind) {
    case 'rolling':
      if (!isDays(window.days, 1)) return window.days
      return isDays(window.offset, 0) ? null : window.offset
    case 'calendar':
      return isDays(window.offset, 0) ? null : window.offset
    case 'hours':
      return window.hours > 0 && window.hours <= 48 ? null : window.hours
    case 'ever':
      return null
  }
}

function isDays(n: number, from: number): boolean {
  return Number.isInteger(n) && n >= from && n <= 3650
}

function windowMessage(window: Window, bad: number): string {
  if (window.kind === 'hours') return `A window of ${bad} hours is not between 0 and 48.`
  return `A window of ${bad} days is not a whole number from 1 to 3650.`
}

function windowMend(window: Window): string {
  return window.kind === 'hours' ? 'Use hours(48) or less, or days(n).' : 'Write a whole number of days.'
}

function checkGauge(config: ConfigDraft, { path, what }: Placed<QuantityDraft>): readonly Problem[] {
  if (what.kind !== 'latest' && what.kind !== 'max') return []
  const event = Object.hasOwn(config.events, what.event) ? config.events[what.event]! : null
  if (event === null || event.gauge !== null) return []
  const gauges = Object.entries(config.events).flatMap(([key, { gauge }]) => (gauge === null ? [] : [key]))
  const message = `${what.kind}(${JSON.stringify(what.event)}) needs a gauge. There are: ${gauges.join(', ') || 'none'}.`
  return [
    errorAt(path, {
      code: 'wrong_event',
      bad: what.event,
      message,
      mend: `Define it with gauge('…', 'property'), or use count or sum.`,
    }),
  ]
}

function checkAmount({ path, what }: Placed<QuantityDraft>): readonly Problem[] {
  if (
    what.kind === 'streak-weeks' &&
    !(Number.isInteger(what.daysPerWeek) && what.daysPerWeek >= 1 && what.daysPerWeek <= 7)
  ) {
    const message = `streakWeeks with daysPerWeek ${what.daysPerWeek}.`
    return [
      errorAt(path, {
        code: 'bad_number',
        bad: String(what.daysPerWeek),
        message,
        mend: 'Write a whole number from 1 to 7.',
      }),
    ]
  }
  if (what.kind === 'adoption' && !(Number.isInteger(what.minimum) && what.minimum >= 1)) {
    const message = `adoption with minimum ${what.minimum}.`
    return [
      errorAt(path, {
        code: 'bad_number',
        bad: String(what.minimum),
        message,
        mend: 'Write a whole number of uses, at least 1.',
      }),
    ]
  }
  if (what.kind === 'constant' && !Number.isFinite(what.value)) {
    return [
      errorAt(path, {
        code: 'bad_number',
        bad: String(what.value),
        message: `constant(${what.value}).`,
        mend: 'Write a finite number.',
      }),
    ]
  }
  return []
}

function sameIndicators({ indicators }: ConfigDraft): readonly Problem[] {
  const owners = new Map<string, string>()
  return Object.entries(indicators).flatMap(([key, draft]) => {
    const content = JSON.stringify(draft)
    const owner = owners.get(content)
    owners.set(content, owner ?? key)
    if (owner === undefined) return []
    const message = `indicators.${key} is the same as indicators.${owner}.`
    return [warningAt(`indicators.${key}`, { code: 'duplicate_definition', message, mend: 'Keep one of them.' })]
  })
}
