import { stateName } from '../config/state-name.ts'
import type { Millis } from '../core/time.ts'
import { foldPerson } from '../fold/fold-person.ts'
import { readJoins, resolvePerson } from '../fold/people/resolve-person.ts'
import { knownDayOf } from '../fold/sweep-timeline.ts'
import type { EventRow } from '../store/analytic/rows.ts'
import { type Cut, cutDays, type Stretch } from './cut-days.ts'
import { judgeEntity } from './judge-entity.ts'
import type { JudgedState, JudgedTransition, PersonJudgeInput } from './judge-input.ts'
import { judgedRules } from './judged-rules.ts'
import { mergeStates } from './merge-states.ts'
import { inOrder } from './order-transitions.ts'
import { isDefaultState, type SignalState } from './signal-state.ts'
import { toMergeTransitions } from './to-merge-transitions.ts'

export type JudgedPerson = {
  readonly transitions: readonly JudgedTransition[]
  /** States that differ from those before; null: back to the default. */
  readonly states: readonly JudgedState[]
}

/** An actor turns out to be somebody else: a person of its own up to then, and no more. */
type Join = Cut & { readonly leaving: number; readonly staying: number }

/** What changes while a person's days are judged. States by signal and person. */
type Run = {
  readonly input: PersonJudgeInput
  /** While the day is open, what became known later than its last event is not seen; null: whole days are judged. */
  readonly seenUpTo: Millis | null
  readonly states: Map<string, SignalState | undefined>
  readonly transitions: JudgedTransition[]
}

/**
 * Judges all that are, or become, one person over days: each as a person of its own until it is known to be another, then their episodes go over. Live and replay
 * are this one function, as for accounts.
 */
export function judgePerson(input: PersonJudgeInput): JudgedPerson {
  const run: Run = { input, seenUpTo: seenUpTo(input), states: new Map(), transitions: [] }
  for (const stretch of cutDays(input.fold.days, joinsWithin(run))) {
    for (const person of personsDuring(run, stretch)) judgeOne(run, stretch, person)
    if (stretch.cut !== null) joinStates(run, stretch.cut)
  }
  return { transitions: inOrder(input.model, run.transitions), states: changedStates(run) }
}

function seenUpTo({ dayOpen, events, judged }: PersonJudgeInput): Millis | null {
  if (dayOpen !== true) return null
  const times = events.filter((event) => judged?.(event) !== true).map((event) => event.knownAt)
  return times.reduce((last, at) => Math.max(last, at), Number.NEGATIVE_INFINITY)
}

/** The first join of each actor, in order of time: later ones only say that who it had become was somebody else. */
function joinsWithin({ input: { fold }, seenUpTo: last }: Run): Join[] {
  const { days, timeline } = fold
  const knowing = knowingOf(fold, null)
  const firsts = new Map<number, Join>()
  for (const { actor, person, knownAt } of timeline.links) {
    if (actor === person || firsts.has(actor)) continue
    const comesAfter = (event: EventRow): boolean => event.knownAt < knownAt
    firsts.set(actor, { leaving: actor, staying: person, knownAt, day: knownDayOf(knowing, knownAt), comesAfter })
  }
  return [...firsts.values()]
    .filter(({ day, knownAt }) => day >= days.from && day <= days.to && (last === null || knownAt <= last))
    .sort((a, b) => a.knownAt - b.knownAt)
}

function knowingOf({ plan, view }: PersonJudgeInput['fold'], asOf: Millis | null) {
  return { view, zone: plan.zone, closeDelayMinutes: plan.product.closeDelayMinutes, asOf }
}

/** Those who are nobody else yet at the end of a stretch; before a cut, only those it does not concern yet. */
function personsDuring({ input: { fold }, seenUpTo: last }: Run, { days, cut }: Stretch<Join>): number[] {
  const knowing = knowingOf(fold, cut === null ? last : cut.knownAt - 1)
  const joins = readJoins(fold.timeline.links, knowing)
  return fold.actors.filter((actor) => resolvePerson(joins, actor, days.to) === actor)
}

function judgeOne(run: Run, { days, dayOpen, elsewhere }: Stretch<Join>, person: number): void {
  const { input } = run
  const one: PersonJudgeInput = {
    ...input,
    fold: { ...input.fold, person, days },
    stateOf: (signal, of) => stateOf(run, signal, of),
    judged: (event) => elsewhere(event) || input.judged?.(event) === true,
    dayOpen: dayOpen || input.dayOpen === true,
  }
  if (one.dayOpen && !one.events.some((event) => one.judged?.(event) !== true)) return
  const states: JudgedState[] = []
  judgeEntity(one, { entity: foldPerson(one.fold), claimed: null }, { transitions: run.transitions, states })
  for (const { signal, state } of states) setState(run, { signal, person, state })
}

function stateOf({ input, states }: Run, signal: string, person: number | null): SignalState | undefined {
  const key = keyOf(signal, person)
  return states.has(key) ? states.get(key) : input.stateOf(signal, person)
}

function setState({ states }: Run, { signal, person, state }: JudgedState): void {
  states.set(keyOf(signal, person), state ?? undefined)
}

function keyOf(signal: string, person: number | null): string {
  return JSON.stringify([signal, person])
}

function joinStates(run: Run, { leaving, staying, knownAt, day }: Join): void {
  const { input, transitions } = run
  for (const signal of judgedRules(input.model)) {
    if (signal.level !== 'person' || !signal.enabled) continue
    const name = stateName(signal)
    const state = stateOf(run, name, leaving)
    if (state === undefined || isDefaultState(state)) continue
    const merged = mergeStates(state, stateOf(run, name, staying))
    const at = { signal, leaving, staying, knownAt, day }
    transitions.push(...toMergeTransitions(merged.changes, at, [...transitions]))
    setState(run, { signal: name, person: leaving, state: null })
    setState(run, { signal: name, person: staying, state: merged.state })
  }
}

function changedStates({ states }: Run): JudgedState[] {
  return [...states].map(([key, state]) => {
    const [signal, person] = JSON.parse(key) as [string, number]
    return { signal, person, state: state === undefined || isDefaultState(state) ? null : state }
  })
}
