import { stateName } from '../../config/state-name.ts'
import type { PersonJudgeInput } from '../../judge/judge-input.ts'
import { readTransitions } from '../../store/control/read-judgement.ts'
import type { Project } from '../project.ts'
import { learnedDay } from './decide-causes.ts'
import { stateKey } from './kept-states.ts'

/** More than one person's signals change on a day. */
const CHANGES_MAX = 1_000

/**
 * The states at the start of a day of a person who was joined within it. Where the day was judged before, at one of its events, the episodes went over to the other
 * person then, and a judgement without the join has to begin with them where they were. null: nothing went over.
 */
export async function statesBeforeJoins(
  { control, store }: Project,
  input: PersonJudgeInput,
): Promise<PersonJudgeInput['stateOf'] | null> {
  const { fold, stateOf } = input
  const { keyOf } = store.dictionary.actor
  /** By the state of who stays, whose it was; and the other way round. */
  const was = new Map<string, number>()
  const is = new Map<string, number>()
  for (const { actor, person, knownAt } of fold.timeline.links) {
    if (actor === person || learnedDay(input, knownAt) !== fold.days.to) continue
    const left = await mergedOn(control, { person: keyOf(actor), day: fold.days.to, what: 'closed' })
    const got = await mergedOn(control, { person: keyOf(person), day: fold.days.to, what: 'opened' })
    for (const signal of left) {
      // Where both had an episode the one that goes on is that of who stays.
      if (!got.has(signal)) continue
      was.set(stateKey(signal, person), actor)
      is.set(stateKey(signal, actor), person)
    }
  }
  if (was.size === 0) return null
  return (signal, person) => {
    if (was.has(stateKey(signal, person))) return undefined
    const staying = is.get(stateKey(signal, person))
    return stateOf(signal, staying ?? person)
  }
}

type OfDay = { readonly person: string; readonly day: number; readonly what: 'opened' | 'closed' }

/** States by name that a join opened or closed. */
async function mergedOn(control: Project['control'], { person, day, what }: OfDay): Promise<ReadonlySet<string>> {
  const changes = await readTransitions(control, { person, limit: CHANGES_MAX, order: 'newest' })
  const ofJoins = changes.flatMap(({ asOf, cause, what: change, entity, subject, name }) => {
    if (asOf !== day || cause !== 'merge' || change !== what || entity.level !== 'person') return []
    // Metrics are about no person.
    return subject === 'metric' ? [] : [stateName({ subject, key: name })]
  })
  return new Set(ofJoins)
}
