import type { JudgedTransition } from '../../judge/judge-input.ts'
import type { Judgement, StateChange } from '../../store/control/commit-judgement.ts'
import { readTransitions } from '../../store/control/read-judgement.ts'
import type { Project } from '../project.ts'
import { decideCauses, type LearnOf } from './decide-causes.ts'
import type { JudgedPersonOne } from './judge-persons.ts'
import { entityOf, NO_ACCOUNT, nameTransition } from './name-transition.ts'
import { statesBeforeJoins } from './states-before-joins.ts'

export type CollectingPersons = {
  readonly stream: AsyncIterable<JudgedPersonOne>
  /** What became known on the days, for the causes. */
  readonly learn: LearnOf
}

/** Takes what must be kept from a stream of persons across accounts that are judged over days. */
export async function collectPersons(
  project: Project,
  { stream, learn }: CollectingPersons,
): Promise<Pick<Judgement, 'transitions' | 'states'>> {
  const { store, config, clock, zone } = project
  const transitions: Judgement['transitions'][number][] = []
  const states: StateChange[] = []
  for await (const one of stream) {
    for (const { signal, person, state } of one.states)
      states.push({ signal, entity: entityOf(store, NO_ACCOUNT, person), state })
    const { actors } = one.input.fold
    const atHand = one.input.dayOpen === true ? one.input.events : undefined
    const before = one.transitions.length === 0 ? null : await statesBeforeJoins(project, one.input)
    const causes = await decideCauses(one.input, one.transitions, {
      learn: learn({ actors }, atHand),
      ...(before === null ? {} : { statesBefore: () => before }),
    })
    for (const [i, judged] of one.transitions.entries()) {
      const cause = causes[i] ?? 'behaviour'
      const told = await withOpening(project, judged, one.transitions)
      const naming = {
        ...{ store, zone },
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
