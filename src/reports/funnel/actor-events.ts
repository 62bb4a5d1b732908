import type { Series } from '../question/series.ts'

/** One actor's events, those of one instant together: which of them came first is not known. Reused for the next actor. */
export type ActorEvents = {
  entity: number
  /** Instants, rising. */
  readonly at: number[]
  /** Where the events of an instant begin in the columns below; one more entry than instants. */
  readonly begin: number[]
  /** How many there are so far. */
  events: number
  /** Steps an event meets, as bits. */
  steps: readonly number[]
  /** Group of the breakdown, and whether the value was set (1 or 0). */
  group: readonly number[]
  isSet: readonly number[]
  account: readonly number[]
  /** Instants of excluding events, rising. */
  readonly exclusions: number[]
  /** By step: the instants (indices) with an event that meets it, rising. */
  readonly instantsOf: readonly number[][]
}

export function makeActorEvents(steps: number): ActorEvents {
  return {
    entity: -1,
    events: 0,
    at: [],
    begin: [0],
    steps: [],
    group: [],
    isSet: [],
    account: [],
    exclusions: [],
    instantsOf: Array.from({ length: steps }, () => []),
  }
}

/**
 * Takes in the next actor: a series of instants with, beside each, the steps and above them the exclusion as bits, the group, whether it is set, and the account. Holds
 * as long as the series does. Of a step of first times (a bit of `firstTimes`) only the actor's first event ever that meets it keeps it.
 */
export function takeActor(actor: ActorEvents, series: Series, firstTimes: number): void {
  const [masks, group, isSet, account] = series.numbers as [number[], number[], number[], number[]]
  actor.entity = series.entity
  emptyActor(actor)
  if (firstTimes !== 0) keepFirstTimes(masks, firstTimes)
  for (let row = 0; row < masks.length; row++) noteEvent(actor, series.units[row]!, masks[row]!)
  actor.begin.push(masks.length)
  actor.steps = masks
  actor.group = group
  actor.isSet = isSet
  actor.account = account
}

export function emptyActor(actor: ActorEvents): void {
  const { at, begin, exclusions, instantsOf } = actor
  actor.events = 0
  for (const list of [at, begin, exclusions, ...instantsOf]) list.length = 0
}

/** Takes in the next event with the steps that it meets and above them the exclusion, as bits. */
export function noteEvent(actor: ActorEvents, here: number, mask: number): void {
  const { at, begin, exclusions, instantsOf } = actor
  if (at.length === 0 || at[at.length - 1] !== here) {
    at.push(here)
    begin.push(actor.events)
  }
  actor.events += 1
  if ((mask & (1 << instantsOf.length)) !== 0) exclusions.push(here)
  noteSteps(instantsOf, mask, at.length - 1)
}

function keepFirstTimes(masks: number[], firstTimes: number): void {
  let spent = 0
  for (let row = 0; row < masks.length; row++) {
    const mask = masks[row]!
    masks[row] = mask & ~spent
    spent |= mask & firstTimes
  }
}

function noteSteps(instantsOf: readonly number[][], mask: number, instant: number): void {
  for (let step = 0; step < instantsOf.length; step++) {
    if ((mask & (1 << step)) === 0) continue
    const instants = instantsOf[step]!
    if (instants.length === 0 || instants[instants.length - 1] !== instant) instants.push(instant)
  }
}

/** The first entry of a rising list that is at least `least`; its length when there is none. */
export function firstAtLeast(list: readonly number[], least: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (list[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}
