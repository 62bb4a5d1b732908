import type { PersonGroup } from '../../store/analytic/analytic-store.ts'
import type { Planned } from '../planned.ts'
import { commitDecided } from '../playbooks/commit-decided.ts'
import type { Project } from '../project.ts'
import { collectPersons } from './collect-persons.ts'
import type { DayClose } from './day-close.ts'
import { type JudgedPersonOne, judgePersons, judgesPersons } from './judge-persons.ts'
import { loadPersonStates, stateKey } from './kept-states.ts'
import { tellListeners } from './tell-listeners.ts'

/** Persons that are read by one question: their facts lie all over the store, so that each question goes through much of it. */
const STRETCH = 5_000

/** Every person across accounts that is not closed yet, as persons were told apart on the days: who turns out later to be another was a person of its own. */
export async function* walkPersons(project: Project, close: DayClose): AsyncGenerator<JudgedPersonOne> {
  if (!judgesPersons(close.planned)) return
  for (let from = 1; from <= close.actors; from += STRETCH) {
    const whose = { from, to: Math.min(from + STRETCH - 1, close.actors) }
    const groups = await project.store.groupPersons({ joinedUpTo: close.days.to, whose })
    yield* judgeClosing(project, close, { groups, planned: close.planned })
  }
}

/** Those that some actors were on the days, and that are not closed yet: what is judged of them later must find the days behind it. */
export async function* walkPersonsOf(
  project: Project,
  close: DayClose,
  actors: Int32Array,
): AsyncGenerator<JudgedPersonOne> {
  const known = actors.filter((actor) => actor <= close.actors)
  const groups = await project.store.groupPersons({ joinedUpTo: close.days.to, whose: { actors: known } })
  // Not as planned for the walk, which may be folding somebody meanwhile.
  yield* judgeClosing(project, close, { groups, planned: project.config.judged })
}

type Closing = { readonly groups: readonly PersonGroup[]; readonly planned: Planned }

/** Events of the days were judged when they came; here event signals only lapse. */
async function* judgeClosing(
  { store, control }: Project,
  close: DayClose,
  { groups, planned }: Closing,
): AsyncGenerator<JudgedPersonOne> {
  const persons = groups.filter(({ person }) => !close.closedPersons.has(person))
  if (persons.length === 0) return
  const kept = await loadPersonStates(
    control,
    store,
    persons.flatMap(({ actors }) => actors),
  )
  const { days, reference } = close
  const stateOf = (signal: string, person: number | null) => kept.get(stateKey(signal, person))
  yield* judgePersons({ store, planned, persons, joinedUpTo: days.to, days, stateOf, reference, events: null })
}

/** Commits what the close changes for some persons, together with the fact that they are closed; how many changes that were. */
export async function commitPersons(
  project: Project,
  close: DayClose,
  stream: AsyncIterable<JudgedPersonOne>,
): Promise<number> {
  const closed: number[] = []
  async function* noted(): AsyncGenerator<JudgedPersonOne> {
    for await (const one of stream) {
      closed.push(one.input.fold.person)
      yield one
    }
  }
  const decided = await collectPersons(project, { stream: noted(), learn: close.learn })
  if (closed.length === 0) return 0
  const committed = await commitDecided(project, {
    ...decided,
    ...{ judged: {}, judgedDay: null, committedAt: project.clock.now() },
    close: { kind: 'persons_judged', persons: closed.map((person) => project.store.dictionary.actor.keyOf(person)) },
  })
  for (const person of closed) close.closedPersons.add(person)
  tellListeners(project, committed)
  return committed.length
}
