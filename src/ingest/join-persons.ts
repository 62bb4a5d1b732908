import { joinActor, numberOfActor, setStretches, stretchesOf, timeOf } from './actor-table.ts'
import { type Attributing, actorsOf, type Lesson, personOf } from './attribution-state.ts'
import { countAgain, followExclusion } from './follow-exclusion.ts'
import { inheritTraits, noteSeen } from './keep-traits.ts'
import { recordMoves } from './record-moves.ts'

/**
 * Joins an actor, with all that was joined to it, to a userId's person - unless it was joined to another before: then nothing merges. The join holds for all
 * history; who may see it is decided by when it became known.
 */
export function joinPersons(at: Attributing, lesson: Lesson, { actor, into }: { actor: string; into: string }): void {
  const { state } = at
  const { actors } = state
  const person = personOf(state, into)
  if (actor === person || personOf(state, actor) !== actor) return
  const moving = actorsOf(state, actor)
  const staying = actorsOf(state, person)
  const theirs = stretchesOf(actors, actor)
  const own = stretchesOf(actors, person)
  for (const joined of moving) {
    joinActor(actors, numberOfActor(actors, joined), numberOfActor(actors, person))
    at.links.push({ n: lesson.n, actor: joined, person, knownAt: lesson.knownAt })
  }
  inheritTraits(at, lesson, { of: 'person', from: actor, into: person })
  const seen = timeOf(actors, 'firstSeen', actor)
  if (seen !== undefined) noteSeen(at, { ...lesson, ts: seen }, { of: 'person', key: person })
  excludeJoined(at, lesson, { actor, person, moving })
  if (theirs.length === 0 && own.length === 0) return
  const after = [...own, ...theirs]
  setStretches(actors, actor, [])
  setStretches(actors, person, after)
  recordMoves(at, lesson, { actors: moving, before: theirs, after })
  recordMoves(at, lesson, { actors: staying, before: own, after })
}

type Joined = { readonly actor: string; readonly person: string; readonly moving: readonly string[] }

/** All actors of a person count, or none does: first those that came are as the person was, then the person is as all that is known of it now says. */
function excludeJoined(at: Attributing, lesson: Lesson, { actor, person, moving }: Joined): void {
  const { excluded } = at.state
  const was = excluded.delete(actor)
  const is = excluded.has(person)
  if (was !== is) countAgain(at, lesson, { actors: moving, excluded: is })
  followExclusion(at, lesson, { of: 'person', key: person })
}
