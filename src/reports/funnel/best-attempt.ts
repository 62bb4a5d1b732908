import { type ActorEvents, firstAtLeast } from './actor-events.ts'
import { matchOneMore } from './match-steps.ts'

/** How far an attempt came: when each of its steps was reached, in this order. */
type Way = { readonly start: number; readonly at: readonly number[] }

/** The best one, and when the last one began: that one may still come further. */
export type Reached = Way & { readonly lastStart: number }

/** With the event of each step. */
export type Attempt = Reached & { readonly events: readonly number[] }

/** Attempts begin in [from, to). */
export type FunnelFrame = {
  readonly steps: number
  readonly order: 'ordered' | 'strict' | 'any'
  readonly windowMs: number
  readonly from: number
  readonly to: number
}

type WayByEvents = Way & { readonly events: readonly number[] }

export type FunnelRules = FunnelFrame & {
  /** Whether an attempt may begin with this event: segments are asked there. */
  readonly mayBegin: (event: number) => boolean
}

/** Of all attempts the one that came furthest; of those the earliest. Null: none was begun. */
export function bestAttempt(actor: ActorEvents, rules: FunnelRules): Attempt | null {
  const starts = rules.order === 'any' ? everyStepInstant(actor) : actor.instantsOf[0]!
  let best: WayByEvents | null = null
  let lastStart = Number.NEGATIVE_INFINITY
  for (const instant of starts) {
    const at = actor.at[instant]!
    if (at < rules.from || at >= rules.to || !beginsAt(actor, instant, rules)) continue
    lastStart = at
    if (best !== null && !mayComeFurther(actor, instant, best.events.length, rules)) continue
    const attempt = ATTEMPTS[rules.order](actor, instant, rules)
    if (attempt.events.length > (best?.events.length ?? 0)) best = attempt
    if (attempt.events.length === rules.steps) break
  }
  return best === null ? null : { ...best, lastStart }
}

/** Whether the next step is done at all within the window of an attempt that begins here: else it comes no further than another did. */
function mayComeFurther(actor: ActorEvents, instant: number, step: number, { order, windowMs }: FunnelRules): boolean {
  if (order === 'any') return true
  const instants = actor.instantsOf[step]!
  const next = instants[firstAtLeast(instants, instant)]
  return next !== undefined && actor.at[next]! <= actor.at[instant]! + windowMs
}

/** The first instant at which an attempt of the actor can come no further: the last millisecond of a window is taken in. */
export function settledAt({ lastStart, at }: Reached, { steps, windowMs }: FunnelFrame): number {
  return at.length === steps ? Number.NEGATIVE_INFINITY : lastStart + windowMs + 1
}

function everyStepInstant({ instantsOf }: ActorEvents): number[] {
  return [...new Set(instantsOf.flat())].sort((a, b) => a - b)
}

function beginsAt(actor: ActorEvents, instant: number, { steps, order, mayBegin }: FunnelRules): boolean {
  const wanted = order === 'any' ? (1 << steps) - 1 : 1
  for (let event = actor.begin[instant]!; event < actor.begin[instant + 1]!; event++)
    if ((actor.steps[event]! & wanted) !== 0 && mayBegin(event)) return true
  return false
}

/** The last instant an attempt may reach: its window's end, or the first exclusion after its start. */
function deadline(actor: ActorEvents, start: number, windowMs: number): number {
  const exclusion = actor.exclusions[firstAtLeast(actor.exclusions, start + 1)]
  return Math.min(start + windowMs, exclusion ?? Number.POSITIVE_INFINITY)
}

/** Every step as early as it can be: whoever comes further at an instant can do all that others can do later. */
function attemptInOrder(actor: ActorEvents, instant: number, rules: FunnelRules): WayByEvents {
  const start = actor.at[instant]!
  const last = deadline(actor, start, rules.windowMs)
  const events: number[] = []
  const at: number[] = []
  for (let here = instant; here < actor.at.length && actor.at[here]! <= last; ) {
    const reached = advanceAt(actor, here, { from: events.length, rules, isStart: here === instant })
    for (const event of reached) {
      events.push(event)
      at.push(actor.at[here]!)
    }
    if (events.length === rules.steps) break
    const instants = actor.instantsOf[events.length]!
    const next = instants[firstAtLeast(instants, here + 1)]
    if (next === undefined) break
    here = next
  }
  return { start, events, at }
}

/** Each step at the instant of the one before it or at the next one. Here coming further at once may end sooner: all ways are tried. */
function strictAttempt(actor: ActorEvents, instant: number, rules: FunnelRules): WayByEvents {
  const start = actor.at[instant]!
  const last = deadline(actor, start, rules.windowMs)
  const events = furthestFrom(actor, instant, { from: 0, rules, isStart: true, last })
  return { start, events, at: events.map((event) => actor.at[instantOf(actor, event)]!) }
}

function furthestFrom(
  actor: ActorEvents,
  instant: number,
  given: Advance & { readonly last: number },
): readonly number[] {
  if (given.from === given.rules.steps || instant >= actor.at.length || actor.at[instant]! > given.last) return []
  const most = advanceAt(actor, instant, given)
  let best: readonly number[] = most
  for (let taken = 1; taken <= most.length; taken++) {
    const here = taken === most.length ? most : advanceAt(actor, instant, { ...given, upTo: given.from + taken })
    const later = furthestFrom(actor, instant + 1, { ...given, from: given.from + taken, isStart: false })
    if (taken + later.length > best.length) best = [...here, ...later]
  }
  return best
}

/** The instant that an event is of. */
export function instantOf({ begin }: ActorEvents, event: number): number {
  return firstAtLeast(begin, event + 1) - 1
}

const ATTEMPTS = { ordered: attemptInOrder, strict: strictAttempt, any: attemptInAnyOrder } as const

type Advance = { readonly from: number; readonly rules: FunnelRules; readonly isStart: boolean; readonly upTo?: number }

/** The most steps, from the next one on, that different events of one instant can serve. */
function advanceAt(
  actor: ActorEvents,
  instant: number,
  { from, rules, isStart, upTo = rules.steps }: Advance,
): readonly number[] {
  const [begin, end] = [actor.begin[instant]!, actor.begin[instant + 1]!]
  const meets = (event: number, step: number) =>
    (actor.steps[event]! & (1 << step)) !== 0 && !(isStart && step === 0 && !rules.mayBegin(event))
  // Nearly always an event is alone in its instant.
  if (end - begin === 1) return from < upTo && meets(begin, from) ? [begin] : []
  const matching = new Int32Array(rules.steps).fill(-1)
  const events = { from: begin, to: end, meets }
  let step = from
  while (step < upTo && matchOneMore(matching, step, events)) step++
  return Array.from(matching.subarray(from, step))
}

/** As many different steps as different events within the window can serve. */
function attemptInAnyOrder(actor: ActorEvents, instant: number, rules: FunnelRules): WayByEvents {
  const start = actor.at[instant]!
  const last = deadline(actor, start, rules.windowMs)
  const matching = new Int32Array(rules.steps).fill(-1)
  const from = actor.begin[instant]!
  const meets = (event: number, step: number) => (actor.steps[event]! & (1 << step)) !== 0
  const at: number[] = []
  for (let here = instant; here < actor.at.length && actor.at[here]! <= last && at.length < rules.steps; here++) {
    const events = { from, to: actor.begin[here + 1]!, meets }
    for (let grown = true; grown; ) {
      grown = false
      for (let step = 0; step < rules.steps; step++) {
        if (matching[step]! >= 0 || !matchOneMore(matching, step, events)) continue
        at.push(actor.at[here]!)
        grown = true
      }
    }
  }
  return {
    start,
    events: Array.from(matching)
      .filter((event) => event >= 0)
      .sort((a, b) => a - b),
    at,
  }
}
