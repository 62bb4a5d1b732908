import type { FunnelQuery } from '../../contract/analyze/funnel.ts'
import type { Asking } from '../question/asking.ts'
import type { SegmentQuestion } from '../question/choose-segments.ts'
import type { ActorEvents } from './actor-events.ts'
import {
  type Attempt,
  bestAttempt,
  type FunnelFrame,
  type FunnelRules,
  instantOf,
  type Reached,
  settledAt,
} from './best-attempt.ts'
import type { FunnelRange } from './funnel-events.ts'

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

/** What is told of each actor who began: how far the best attempt came and, where it is broken down, which events it was made of. */
export type FunnelVisitor = {
  readonly reached: (entity: number, reached: Reached) => void
  readonly broken?: (actor: ActorEvents, attempt: Attempt) => void
}

export function visitorOf(folding: FunnelFolding): FunnelVisitor {
  const reached: FunnelVisitor['reached'] = (entity, best) => {
    addReached(folding.total, best)
    noteOpen(folding, best)
    folding.tell(best.at.length, null, entity)
  }
  if (folding.tables.length === 0) return { reached }
  return { reached, broken: (actor, attempt) => addBroken(folding, actor, attempt) }
}

function addBroken(folding: FunnelFolding, actor: ActorEvents, attempt: Attempt): void {
  if (folding.query.attribution === 'all_steps' && folding.segments === null) {
    addByValue(folding, actor)
    return
  }
  const group = groupOf(folding, actor, attempt)
  addReached(folding.tables[group]!, attempt)
  folding.tell(attempt.at.length, group, actor.entity)
}

export function frameOf({ query, range }: Pick<FunnelFolding, 'query' | 'range'>): FunnelFrame {
  return {
    steps: query.steps.length,
    order: query.order,
    windowMs: query.window_seconds * 1000,
    from: range.from,
    to: range.to,
  }
}

export function rulesOf(
  { segments, ...framed }: Pick<FunnelFolding, 'query' | 'range' | 'segments'>,
  actor: ActorEvents,
): FunnelRules {
  return {
    ...frameOf(framed),
    mayBegin: (event) =>
      segments === null || segments.passes(actor.account[event]!, actor.at[instantOf(actor, event)]!),
  }
}

function addReached({ counts, times }: FunnelTable, { at }: Reached): void {
  for (let step = 0; step < at.length; step++) {
    counts[step]! += 1
    if (step > 0) times[step]!.push(at[step]! - at[step - 1]!)
  }
}

function noteOpen({ open, asking, query, range }: FunnelFolding, reached: Reached): void {
  const until = settledAt(reached, frameOf({ query, range }))
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
    addReached(folding.tables[group]!, attempt)
    folding.tell(attempt.at.length, group, actor.entity)
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
