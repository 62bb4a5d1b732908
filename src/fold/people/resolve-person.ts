import type { Day } from '../../core/time.ts'
import type { LinkRow } from '../../store/analytic/rows.ts'
import { type Knowing, knownDayOf } from '../sweep-timeline.ts'

/** Joins of one actor in the order they became known. */
export type Joins = ReadonlyMap<number, readonly Join[]>
export type Join = { readonly person: number; readonly known: Day }

/** Joins as far as they are seen, by actor. */
export function readJoins(links: readonly LinkRow[], knowing: Knowing): Joins {
  const joins = new Map<number, Join[]>()
  for (const link of links) {
    if (link.actor === link.person || (knowing.asOf !== null && link.knownAt > knowing.asOf)) continue
    const list = joins.get(link.actor) ?? []
    joins.set(link.actor, list)
    list.push({ person: link.person, known: knownDayOf(knowing, link.knownAt) })
  }
  for (const list of joins.values()) list.sort((a, b) => a.known - b.known)
  return joins
}

/** Longer chains than this are a loop: `a` joined to `b` and `b` to `a`. */
const HOPS_MAX = 64

/** The person an actor is as far as known by the close of `day`: itself before its first join. */
export function resolvePerson(joins: Joins, actor: number, day: Day): number {
  let person = actor
  for (let hop = 0; hop < HOPS_MAX; hop++) {
    const next = joins.get(person)?.findLast((join) => join.known <= day)
    if (next === undefined || next.person === person) return person
    person = next.person
  }
  return Math.min(actor, person)
}

/** Days on which the actor's person may change, ascending and distinct. */
export function changeDays(joins: Joins, actor: number): Day[] {
  const seen = new Set<number>()
  const days = new Set<Day>()
  const pending = [actor]
  while (pending.length > 0) {
    const at = pending.pop()!
    if (seen.has(at)) continue
    seen.add(at)
    for (const join of joins.get(at) ?? []) {
      days.add(join.known)
      pending.push(join.person)
    }
  }
  return [...days].sort((a, b) => a - b)
}
