import { readReference } from '../../fold/collect-reference.ts'
import type { Reference } from '../../fold/entity.ts'
import { actorsOf, personOf } from '../../ingest/attribution-state.ts'
import type { JudgedTransition } from '../../judge/judge-input.ts'
import type { PersonGroup } from '../../store/analytic/analytic-store.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import type { Judgement, StateChange } from '../../store/control/commit-judgement.ts'
import { readTransitions } from '../../store/control/read-judgement.ts'
import type { Project } from '../project.ts'
import { decideCauses } from './decide-causes.ts'
import { type JudgedPersonOne, judgePersons, judgesPersons } from './judge-persons.ts'
import { loadPersonStates, stateKey } from './kept-states.ts'
import { learnFrom } from './learn-day.ts'
import { entityOf, NO_ACCOUNT, nameTransition } from './name-transition.ts'

type Decided = Pick<Judgement, 'transitions' | 'states'>

const NOTHING: Decided = { transitions: [], states: [] }

/** What the close of days changes for persons across their accounts; nothing where no signal is about them. */
export async function closePersons(project: Project, days: DayRange, reference: Reference | null): Promise<Decided> {
  const { store, control, config } = project
  if (!judgesPersons(config.judged)) return NOTHING
  const kept = await loadPersonStates(control, store, null)
  const stateOf = (signal: string, person: number | null) => kept.get(stateKey(signal, person))
  return collect(
    project,
    days,
    judgePersons({ store, planned: config.judged, persons: null, days, stateOf, reference, events: null }),
  )
}

export type PersonStretch = {
  readonly log: string
  readonly after: number
  readonly upTo: number
  readonly day: number
  /** Actors with a trigger in the stretch. */
  readonly actors: Int32Array
}

/** What the events of a stretch within one day change for the persons who sent them. */
export async function judgePersonEvents(project: Project, stretch: PersonStretch): Promise<Decided> {
  const { store, control, config } = project
  const { log, after, upTo, day } = stretch
  if (stretch.actors.length === 0) return NOTHING
  const persons = groupsOf(project, stretch.actors)
  const kept = await loadPersonStates(
    control,
    store,
    persons.flatMap((group) => group.actors),
  )
  const days = { from: day, to: day }
  const judged = judgePersons({
    store,
    planned: config.withinDay,
    persons,
    days,
    stateOf: (signal, person) => kept.get(stateKey(signal, person)),
    reference: readReference(await store.readReference(day - 1)),
    events: {
      judged: (event) => event.log !== log || event.n <= after,
      seen: (event) => event.log !== log || event.n <= upTo,
    },
    dayOpen: true,
  })
  return collect(project, days, judged)
}

/** The persons that actors are now, each with all its actors, as the store reads them. */
function groupsOf({ store, applier }: Project, actors: Int32Array): PersonGroup[] {
  const { actor: dictionary } = store.dictionary
  const persons = new Set(Array.from(actors, (id) => personOf(applier.attribution, dictionary.keyOf(id))))
  const groups = [...persons].map((key) => {
    const ids = actorsOf(applier.attribution, key).flatMap((one) => dictionary.idOf(one) ?? [])
    return { person: dictionary.idOf(key) ?? 0, actors: ids }
  })
  return groups.sort((a, b) => a.person - b.person)
}

async function collect(project: Project, days: DayRange, stream: AsyncIterable<JudgedPersonOne>): Promise<Decided> {
  const { store, config, clock } = project
  const learn = learnFrom(project, config.judged.model, { days })
  const transitions: Judgement['transitions'][number][] = []
  const states: StateChange[] = []
  for await (const one of stream) {
    for (const { signal, person, state } of one.states)
      states.push({ signal, entity: entityOf(store, NO_ACCOUNT, person), state })
    const { actors } = one.input.fold
    const atHand = one.input.dayOpen === true ? one.input.events : undefined
    const causes = await decideCauses(one.input, one.transitions, { learn: learn({ actors }, atHand) })
    for (const [i, judged] of one.transitions.entries()) {
      const cause = causes[i] ?? 'behaviour'
      const told = await withOpening(project, judged, one.transitions)
      const naming = {
        store,
        account: NO_ACCOUNT,
        configHash: config.judged.model.hash,
        cause,
        committedAt: clock.now(),
      }
      transitions.push(nameTransition(told, naming))
    }
  }
  return { transitions: transitions.sort((a, b) => a.at - b.at), states }
}

/** An episode that goes on under another person's name: what opened it may have been committed long ago. */
async function withOpening(
  { control, store }: Project,
  judged: JudgedTransition,
  all: readonly JudgedTransition[],
): Promise<JudgedTransition> {
  if (judged.cause !== 'merge' || judged.what !== 'opened' || judged.values.length > 0) return judged
  const closing = all.find(
    (one) =>
      one.cause === 'merge' &&
      one.signal === judged.signal &&
      one.at === judged.at &&
      one.what === 'closed' &&
      one.person !== judged.person,
  )
  if (closing === undefined || closing.person === null) return judged
  const person = store.dictionary.actor.keyOf(closing.person)
  const filter = { person, name: judged.signal.key, limit: 1_000, order: 'newest' } as const
  const opening = (await readTransitions(control, filter)).find(
    (one) => one.what === 'opened' && one.entity.level === 'person',
  )
  return opening === undefined ? judged : { ...judged, values: opening.values, evidence: opening.evidence }
}
