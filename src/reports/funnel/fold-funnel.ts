import type { FunnelQuery } from '../../contract/analyze/funnel.ts'
import type { Asking } from '../question/asking.ts'
import type { SegmentQuestion } from '../question/choose-segments.ts'
import type { ActorEvents } from './actor-events.ts'
import { type Attempt, bestAttempt, type FunnelRules, instantOf, settledAt } from './best-attempt.ts'
import type { FunnelRange } from './read-funnel.ts'

/** Counts of one funnel: of all actors, or of one value of a breakdown. */
export type FunnelTable = {
  readonly counts: number[]
  /** Milliseconds from the step before, of every actor who reached the step. */
  readonly times: number[][]
}

export function makeFunnelTable(steps: number): FunnelTable {
  return { counts: new Array<number>(steps).fill(0), times: Array.from({ length: steps }, () => []) }
}

export type FunnelFolding = {
  readonly asking: Asking
  readonly query: FunnelQuery
  readonly range: FunnelRange
  readonly segments: SegmentQuestion | null
  readonly total: FunnelTable
  /** By group of the breakdown: 0 is "other". */
  readonly tables: readonly FunnelTable[]
  /** The group of "not set". */
  readonly unsetGroup: number
  readonly open: { actors: number; until: number }
  /** Told how many steps an actor reached. */
  readonly tell: (reached: number, group: number | null, entity: number) => void
}

/** Adds one actor. */
export function foldFunnel(folding: FunnelFolding, actor: ActorEvents): void {
  const rules = rulesOf(folding, actor)
  const attempt = bestAttempt(actor, rules)
  if (attempt === null) return
  addAttempt(folding.total, attempt)
  noteOpen(folding, attempt, rules)
  folding.tell(attempt.events.length, null, actor.entity)
  if (folding.tables.length === 0) return
  if (folding.query.attribution === 'all_steps' && folding.segments === null) {
    addByValue(folding, actor)
    return
  }
  const group = groupOf(folding, actor, attempt)
  addAttempt(folding.tables[group]!, attempt)
  folding.tell(attempt.events.length, group, actor.entity)
}

export function rulesOf(
  { query, range, segments }: Pick<FunnelFolding, 'query' | 'range' | 'segments'>,
  actor: ActorEvents,
): FunnelRules {
  return {
    steps: query.steps.length,
    order: query.order,
    windowMs: query.window_seconds * 1000,
    from: range.from,
    to: range.to,
    mayBegin: (event) =>
      segments === null || segments.passes(actor.account[event]!, actor.at[instantOf(actor, event)]!),
  }
}

function addAttempt({ counts, times }: FunnelTable, { events, at }: Attempt): void {
  for (let step = 0; step < events.length; step++) {
    counts[step]! += 1
    if (step > 0) times[step]!.push(at[step]! - at[step - 1]!)
  }
}

function noteOpen({ open, asking }: FunnelFolding, attempt: Attempt, rules: FunnelRules): void {
  const until = settledAt(attempt, rules)
  if (until <= asking.source.now) return
  open.actors += 1
  open.until = Math.max(open.until, until)
}

function groupOf({ query, segments, unsetGroup }: FunnelFolding, actor: ActorEvents, attempt: Attempt): number {
  const first = attempt.events[0]!
  if (segments !== null) return segments.groupOf(actor.account[first]!, attempt.start)
  const event = attributedEvent(query, actor, attempt)
  return event === undefined ? unsetGroup : actor.group[event]!
}

/** Whose value is the attempt's: the first or last one that has a value, or that of one step. */
function attributedEvent({ attribution }: FunnelQuery, actor: ActorEvents, { events }: Attempt): number | undefined {
  if (attribution === 'first_touch') return events.find((event) => actor.isSet[event] === 1)
  if (attribution === 'last_touch') return events.findLast((event) => actor.isSet[event] === 1)
  return events[Number(attribution.slice('step_'.length)) - 1]
}

/** A funnel of its own for each value that the actor's events have. */
function addByValue(folding: FunnelFolding, actor: ActorEvents): void {
  const rules = rulesOf(folding, actor)
  for (const group of new Set(actor.group)) {
    const own = onlyGroup(actor, group)
    const attempt = bestAttempt(own, rules)
    if (attempt === null) continue
    addAttempt(folding.tables[group]!, attempt)
    folding.tell(attempt.events.length, group, actor.entity)
  }
}

/** The same events, those of other values being no steps. */
function onlyGroup(actor: ActorEvents, group: number): ActorEvents {
  const steps = actor.steps.map((mask, event) => (actor.group[event] === group ? mask : 0))
  const instantsOf = actor.instantsOf.map((instants, step) =>
    instants.filter((instant) => {
      for (let event = actor.begin[instant]!; event < actor.begin[instant + 1]!; event++)
        if ((steps[event]! & (1 << step)) !== 0) return true
      return false
    }),
  )
  return { ...actor, steps, instantsOf }
}
