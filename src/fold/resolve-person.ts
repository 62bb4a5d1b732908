import type { Day } from '../core/time.ts'

/** Joins of one actor in the order they became known. */
export type Joins = ReadonlyMap<number, readonly Join[]>
export type Join = { readonly person: number; readonly known: Day }

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
