/** One actor's events, those of one instant together: which of them came first is not known. Reused for the next actor. */
export type ActorEvents = {
  entity: number
  /** Instants, rising. */
  readonly at: number[]
  /** Where the events of an instant begin in the columns below; one more entry than instants. */
  readonly begin: number[]
  /** Steps an event meets, as bits. */
  readonly steps: number[]
  /** Group of the breakdown, and whether the value was set. */
  readonly group: number[]
  readonly isSet: boolean[]
  readonly account: number[]
  /** Instants of excluding events, rising. */
  readonly exclusions: number[]
  /** By step: the instants (indices) with an event that meets it, rising. */
  readonly instantsOf: number[][]
}

export function makeActorEvents(steps: number): ActorEvents {
  return {
    entity: -1,
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

export function clearActor(actor: ActorEvents, entity: number): void {
  actor.entity = entity
  for (const list of [actor.at, actor.steps, actor.group, actor.account, actor.exclusions, ...actor.instantsOf])
    list.length = 0
  actor.isSet.length = 0
  actor.begin.length = 1
}

export type ActorEvent = {
  readonly at: number
  readonly steps: number
  readonly excludes: boolean
  readonly group: number
  readonly isSet: boolean
  readonly account: number
}

/** Adds the next event in order of time. */
export function addEvent(actor: ActorEvents, event: ActorEvent): void {
  if (event.excludes) actor.exclusions.push(event.at)
  const sameInstant = actor.at.length > 0 && actor.at.at(-1) === event.at
  if (!sameInstant) {
    actor.at.push(event.at)
    actor.begin.push(actor.steps.length)
  }
  const instant = actor.at.length - 1
  actor.steps.push(event.steps)
  actor.group.push(event.group)
  actor.isSet.push(event.isSet)
  actor.account.push(event.account)
  actor.begin[instant + 1] = actor.steps.length
  for (let step = 0; step < actor.instantsOf.length; step++) {
    if ((event.steps & (1 << step)) === 0) continue
    const instants = actor.instantsOf[step]!
    if (instants.at(-1) !== instant) instants.push(instant)
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
