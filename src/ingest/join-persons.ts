import { type Attributing, actorsOf, type Lesson, personOf } from './attribution-state.ts'
import { inheritTraits, noteSeen } from './keep-traits.ts'
import { recordMoves } from './record-moves.ts'

/**
 * Joins an actor, with all that was joined to it, to a userId's person - unless it was joined to another before: then nothing merges. The join holds for all
 * history; who may see it is decided by when it became known.
 */
export function joinPersons(at: Attributing, lesson: Lesson, { actor, into }: { actor: string; into: string }): void {
  const { state } = at
  const person = personOf(state, into)
  if (actor === person || state.persons.has(actor)) return
  const moving = actorsOf(state, actor)
  const staying = actorsOf(state, person)
  const theirs = state.memberships.get(actor) ?? []
  const own = state.memberships.get(person) ?? []
  for (const joined of moving) {
    state.persons.set(joined, person)
    at.links.push({ n: lesson.n, actor: joined, person, knownAt: lesson.knownAt })
  }
  state.joined.set(person, [...staying.slice(1), ...moving])
  state.joined.delete(actor)
  inheritTraits(at, lesson, { of: 'person', from: actor, into: person })
  const seen = state.firstSeen.get(actor)
  if (seen !== undefined) noteSeen(at, { ...lesson, ts: seen }, { of: 'person', key: person })
  if (state.excluded.has(actor)) state.excluded.add(person)
  if (theirs.length === 0 && own.length === 0) return
  const after = [...own, ...theirs]
  state.memberships.delete(actor)
  state.memberships.set(person, after)
  recordMoves(at, lesson, { actors: moving, before: theirs, after })
  recordMoves(at, lesson, { actors: staying, before: own, after })
}
