import type { Judgement, StateChange } from '../../store/control/commit-judgement.ts'
import type { Project } from '../project.ts'
import { decideCauses, type LearnOf } from './decide-causes.ts'
import type { JudgedOne } from './judge-accounts.ts'
import { entityOf, nameTransition } from './name-transition.ts'

export type Collecting = {
  readonly stream: AsyncIterable<JudgedOne>
  /** What became known on the days, for the causes. */
  readonly learn: LearnOf
  readonly onJudged?: (one: JudgedOne) => void
}

/** Takes what must be kept from a stream of accounts that are judged over days. */
export async function collectJudgement(
  project: Project,
  { learn, stream, onJudged = () => {} }: Collecting,
): Promise<Pick<Judgement, 'transitions' | 'states' | 'committedAt'>> {
  const { store, config, zone } = project
  const committedAt = project.clock.now()
  const transitions: Judgement['transitions'][number][] = []
  const states: StateChange[] = []
  for await (const one of stream) {
    const key = store.dictionary.account.keyOf(one.account)
    if (project.merges.some(({ from }) => from === key)) continue
    onJudged(one)
    for (const { signal, person, state } of one.states)
      states.push({ signal, entity: entityOf(store, one.account, person), state })
    if (one.transitions.length === 0) continue
    const atHand = one.input.dayOpen === true ? one.input.events : undefined
    const causes = await decideCauses(one.input, one.transitions, { learn: learn({ account: one.account }, atHand) })
    one.transitions.forEach((transition, i) => {
      const naming = {
        ...{ store, zone },
        account: one.account,
        configHash: config.judged.model.hash,
        cause: causes[i] ?? 'behaviour',
        committedAt,
      }
      transitions.push(nameTransition(transition, naming))
    })
  }
  transitions.sort((a, b) => a.at - b.at)
  return { transitions, states, committedAt }
}
