import type { FactKey } from '../config/fact-key.ts'
import type { Outcome } from '../config/model.ts'
import type { Day, Millis, Zone } from '../core/time.ts'
import type { SubscriptionRow } from '../store/analytic/rows.ts'
import { type FactRows, type HappenedDay, listHappenedDays } from './happened-days.ts'
import { type KnownMove, listKnownMoves } from './known-moves.ts'

/**
 * One time that an outcome came. `decided`: when it was certain to come, such as by the decision to cancel; `effective`: when it took effect, null while that is
 * not said; `known`: since when we can tell. Events are known to the day: one that was late since the beginning of the day on which it came.
 */
export type OutcomeDate = { readonly decided: Millis; readonly effective: Millis | null; readonly known: Millis }

/** From when to when; infinite: always before, always after. */
export type Span = { readonly from: Millis; readonly to: Millis }

/** `unsure`: moments at which it may have come, but cannot be told. `idle`: when there was nothing to predict, for it had come, or nothing was there to leave. */
export type DatedOutcome = {
  readonly outcome: string
  readonly standing: 'happened' | 'pending' | 'not' | 'unknown'
  /** In order of the decision. */
  readonly dates: readonly OutcomeDate[]
  readonly unsure: readonly Millis[]
  readonly idle: readonly Span[]
}

export type OutcomeInput = {
  readonly zone: Zone
  /** What was known by this instant is seen, and nothing later; now: the report view. */
  readonly at: Millis
  /** As known then; null: unknown. */
  readonly signUp: Day | null
  readonly subscriptions: readonly SubscriptionRow[]
  /** When the rule of activation was met, by this account or one that it took in: dates that were judged, whenever known. */
  readonly activated: readonly OutcomeDate[]
  /** With `firstTs`. */
  readonly rows: FactRows
  readonly factId: (key: FactKey) => number | undefined
  /** What makes an account active. */
  readonly activeFacts: readonly FactKey[]
}

/**
 * Dates the outcomes of an account. Revenue outcomes may come several times, an event and a stretch of inactivity too; being activated and retained once, the
 * latter when its days have passed.
 */
export function dateOutcomes(outcomes: readonly Outcome[], input: OutcomeInput): DatedOutcome[] {
  const moves = listKnownMoves(input.subscriptions, input)
  return outcomes.map((outcome) => dateOutcome(outcome, input, moves))
}

function dateOutcome({ key, rule }: Outcome, input: OutcomeInput, moves: readonly KnownMove[]): DatedOutcome {
  switch (rule.kind) {
    case 'activated':
      return once(told(key, firstKnown(input)))
    case 'converted':
      return once(told(key, datesOf(moves, 'converted')))
    case 'churned':
      return { ...told(key, datesOf(moves, 'churned')), idle: listUnpaid(moves) }
    case 'expanded': {
      const unsure = moves.filter(({ kind }) => kind === 'unsure').map(({ decided }) => decided)
      return { ...told(key, datesOf(moves, 'expanded'), unsure.length > 0 ? 'unknown' : 'pending'), unsure }
    }
    case 'retained':
      return dateRetained(key, rule, input)
    case 'event':
      return told(key, daysOf(input, rule.facts).map(dateEvent(input)))
    case 'inactive':
      return told(key, dateInactive(rule.days, daysOf(input, rule.facts), input))
  }
}

function told(
  outcome: string,
  dates: readonly OutcomeDate[],
  otherwise: DatedOutcome['standing'] = 'pending',
): DatedOutcome {
  return { outcome, standing: dates.length > 0 ? 'happened' : otherwise, dates, unsure: [], idle: [] }
}

/** What comes but once: after it nothing is left to predict. */
function once(one: DatedOutcome): DatedOutcome {
  return { ...one, idle: one.dates.map(({ decided }) => ({ from: decided, to: Number.POSITIVE_INFINITY })) }
}

/** The times in which nothing was paid, or it was decided that nothing would be: nobody can leave then. */
function listUnpaid(moves: readonly KnownMove[]): Span[] {
  const spans: Span[] = []
  let since: Millis | null = Number.NEGATIVE_INFINITY
  for (const { kind, decided } of moves) {
    if (kind === 'churned') since ??= decided
    if (kind !== 'began' || since === null) continue
    spans.push({ from: since, to: decided })
    since = null
  }
  return since === null ? spans : [...spans, { from: since, to: Number.POSITIVE_INFINITY }]
}

function firstKnown({ activated, at }: OutcomeInput): OutcomeDate[] {
  return activated
    .filter(({ known }) => known <= at)
    .sort((a, b) => a.decided - b.decided)
    .slice(0, 1)
}

function datesOf(moves: readonly KnownMove[], of: KnownMove['kind']): OutcomeDate[] {
  return moves.filter(({ kind }) => kind === of).map(({ decided, effective, known }) => ({ decided, effective, known }))
}

function daysOf({ rows, factId, zone, at }: OutcomeInput, keys: readonly FactKey[]): HappenedDay[] {
  const facts = new Set(keys.flatMap((key) => factId(key) ?? []))
  return listHappenedDays(rows, { facts, knownBy: zone.dayOf(at) }).filter(({ first }) => first <= at)
}

function dateEvent({ zone }: OutcomeInput): (one: HappenedDay) => OutcomeDate {
  return ({ first, knownDay }) => ({
    decided: first,
    effective: first,
    known: Math.max(first, zone.startOf(knownDay)),
  })
}

/** Decided only when the days have passed: told earlier, those who stay would be counted before those who leave. */
function dateRetained(
  key: string,
  { fromDay, toDay }: { readonly fromDay: number; readonly toDay: number },
  input: OutcomeInput,
): DatedOutcome {
  const { signUp, zone, at } = input
  if (signUp === null) return told(key, [], 'unknown')
  const ripe = zone.startOf(signUp + toDay)
  if (at < ripe) return told(key, [])
  const within = daysOf(input, input.activeFacts).filter(({ day }) => day >= signUp + fromDay && day < signUp + toDay)
  if (within.length === 0) return told(key, [], 'not')
  const known = zone.startOf(Math.min(...within.map(({ knownDay }) => knownDay)))
  return once(told(key, [{ decided: ripe, effective: ripe, known: Math.max(ripe, known) }]))
}

/** The close of the last of so many days without, after each day with; after sign-up too. */
function dateInactive(
  days: number,
  happened: readonly HappenedDay[],
  { signUp, zone, at }: OutcomeInput,
): OutcomeDate[] {
  const since = signUp === null ? [] : [{ day: signUp - 1, knownDay: signUp }]
  const marks = [...since, ...happened].sort((a, b) => a.day - b.day)
  return marks.flatMap(({ day, knownDay }, i) => {
    const next = marks[i + 1]?.day ?? Number.POSITIVE_INFINITY
    const full = zone.startOf(day + days + 1)
    if (next <= day + days || full > at) return []
    return [{ decided: full, effective: full, known: Math.max(full, zone.startOf(knownDay)) }]
  })
}
