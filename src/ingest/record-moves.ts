import type { Millis } from '../core/time.ts'
import { accountAt, changePoints, type Stretch } from './account-at.ts'
import { setStretches, stretchesOf, timeOf } from './actor-table.ts'
import { type Attributing, actorsOf, type Lesson } from './attribution-state.ts'
import { isExcludedAccount } from './follow-exclusion.ts'

/** A person's memberships before a lesson and after it. */
export type MembershipChange = {
  readonly actors: readonly string[]
  readonly before: readonly Stretch[]
  readonly after: readonly Stretch[]
  /** A merge or split already moves everything between these two. */
  readonly moved?: { readonly from: string; readonly to: string }
}

/**
 * What a changed membership does to events that name no account: each stretch of time in which they belong elsewhere now becomes a move, limited to the time in
 * which the actor had such events.
 */
export function recordMoves(at: Attributing, lesson: Lesson, change: MembershipChange): void {
  if (at.settings.fallback === 'none') return
  for (const actor of change.actors) {
    const first = timeOf(at.state.actors, 'keylessFirst', actor)
    const last = timeOf(at.state.actors, 'keylessLast', actor)
    if (first !== undefined && last !== undefined)
      moveActor(at, lesson, { ...change, actor, tsFrom: first, tsTo: last + 1 })
  }
}

type ActorChange = MembershipChange & { readonly actor: string; readonly tsFrom: Millis; readonly tsTo: Millis }

function moveActor(at: Attributing, { n, knownAt }: Lesson, change: ActorChange): void {
  const { actor, before, after, moved, tsFrom, tsTo } = change
  const reach = at.settings.reachesBackMs
  const points = pointsBetween(tsFrom, tsTo, [...changePoints(before, reach), ...changePoints(after, reach)])
  for (let i = 0; i + 1 < points.length; i++) {
    const from = accountAt(before, points[i]!, reach).account
    const to = accountAt(after, points[i]!, reach).account
    if (from === to || (moved !== undefined && from === moved.from && to === moved.to)) continue
    const last = at.moves.at(-1)
    if (last?.n === n && last.actor === actor && last.from === from && last.to === to && last.tsTo === points[i]) {
      at.moves[at.moves.length - 1] = { ...last, tsTo: points[i + 1]! }
    } else {
      const excluded = to !== null && isExcludedAccount(at, to)
      const moving = { tsFrom: points[i]!, tsTo: points[i + 1]!, which: 'keyless' } as const
      at.moves.push({ n, actor, from, to, ...moving, knownAt, excluded })
    }
  }
}

function pointsBetween(from: Millis, to: Millis, inner: readonly Millis[]): readonly Millis[] {
  const points = new Set([from, to])
  for (const point of inner) if (point > from && point < to) points.add(point)
  return [...points].sort((a, b) => a - b)
}

/** Replaces a person's memberships and records what that moves. */
export function replaceMemberships(at: Attributing, lesson: Lesson, of: { person: string; after: Stretch[] }): void {
  const before = stretchesOf(at.state.actors, of.person)
  setStretches(at.state.actors, of.person, of.after)
  recordMoves(at, lesson, { actors: actorsOf(at.state, of.person), before, after: of.after })
}
