import { readReference } from '../../fold/reference/collect-reference.ts'
import { actorsOf, personOf } from '../../ingest/attribution-state.ts'
import type { PersonGroup } from '../../store/analytic/analytic-store.ts'
import type { Judgement } from '../../store/control/commit-judgement.ts'
import type { Project } from '../project.ts'
import { collectPersons } from './collect-persons.ts'
import { judgePersons } from './judge-persons.ts'
import { loadPersonStates, stateKey } from './kept-states.ts'
import { learnFrom } from './learn-day.ts'

type Decided = Pick<Judgement, 'transitions' | 'states'>

const NOTHING: Decided = { transitions: [], states: [] }

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
  return collectPersons(project, { stream: judged, learn: learnFrom(project, config.judged.model, { days }) })
}

/** The persons that actors are now, each with all its actors, as the store reads them. */
export function groupsOf({ store, applier }: Project, actors: Int32Array): PersonGroup[] {
  const { actor: dictionary } = store.dictionary
  const persons = new Set(Array.from(actors, (id) => personOf(applier.attribution, dictionary.keyOf(id))))
  const groups = [...persons].map((key) => {
    const ids = actorsOf(applier.attribution, key).flatMap((one) => dictionary.idOf(one) ?? [])
    return { person: dictionary.idOf(key) ?? 0, actors: ids }
  })
  return groups.sort((a, b) => a.person - b.person)
}
