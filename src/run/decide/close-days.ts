import { readReference } from '../../fold/collect-reference.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import {
  type CommittedTransition,
  commitJudgement,
  type Judgement,
  type StateChange,
} from '../../store/control/commit-judgement.ts'
import type { Project } from '../project.ts'
import { computeReferences } from './compute-references.ts'
import { decideCauses } from './decide-causes.ts'
import { type JudgedOne, judgeAccounts } from './judge-accounts.ts'
import { loadStates, stateKey } from './kept-states.ts'
import { entityOf, nameTransition } from './name-transition.ts'
import { addToFrame, openFrame, writeFrames } from './write-frames.ts'

/**
 * Closes days that lie between two judgements: references first, then every account, then transitions, states and judged position in one commit. Events of the
 * days were judged when they came; here event signals only lapse.
 */
export async function closeDays(
  project: Project,
  days: DayRange,
  position: { log: string; n: number },
): Promise<readonly CommittedTransition[]> {
  const { store, control, config } = project
  const references = await computeReferences(store, config.judged, days)
  await store.writeReference(references)
  const states = await loadStates(control, store, null)
  const judged = judgeAccounts({
    store,
    planned: config.judged,
    accounts: null,
    days,
    view: 'decision',
    stateOf: (account) => (signal, person) => states.get(account)?.get(stateKey(signal, person)),
    reference: readReference(references),
    events: null,
  })
  const frame = openFrame(config.judged)
  const judgement = await collectJudgement(project, judged, (one) => addToFrame(frame, one.folded))
  await writeFrames(store, frame, { day: days.to, configHash: config.judged.model.hash })
  const committed = await commitJudgement(control, {
    ...judgement,
    judged: { [position.log]: position.n },
    judgedDay: days.to,
  })
  project.judgedDay = days.to
  return committed
}

/** Takes what must be kept from a stream of judged accounts. */
export async function collectJudgement(
  project: Project,
  stream: AsyncIterable<JudgedOne>,
  onJudged: (one: JudgedOne) => void = () => {},
): Promise<Pick<Judgement, 'transitions' | 'states' | 'committedAt'>> {
  const { store, config } = project
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
    const causes = decideCauses(
      one.input,
      one.transitions,
      project.merges.filter(({ into }) => into === key),
    )
    one.transitions.forEach((transition, i) => {
      const naming = {
        store,
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
