import type { Model, Rule } from '../config/model.ts'
import { DAY_MAX } from '../core/time.ts'
import type { Entity } from '../fold/entity.ts'
import { NEVER_REACHED, type Reached, type ReachedNodes } from '../fold/onboarding/reached.ts'
import type { JudgeInput } from './judge-input.ts'
import { plannedRules } from './planned-rules.ts'
import type { SignalState } from './signal-state.ts'

type Milestone = { readonly name: string; readonly node: number }
type Milestones = { readonly account: readonly Milestone[]; readonly member: readonly Milestone[] }

/** By model: it is asked of every account. */
const listed = new WeakMap<Model, Milestones>()

function milestonesOf(model: Model): Milestones {
  const known = listed.get(model)
  if (known !== undefined) return known
  const of = (level: Rule['level']): Milestone[] =>
    plannedRules(model).flatMap(({ rule: { subject, level: own, instant }, name }) =>
      subject === 'milestone' && own === level && instant !== null ? [{ name, node: instant }] : [],
    )
  const milestones = { account: of('account'), member: of('member') }
  listed.set(model, milestones)
  return milestones
}

/** What was reached before the judged days, as the states of milestones keep it. null: a state was kept by a version that did not, and it has to be looked for. */
export function keptReached({ model, fold, stateOf }: JudgeInput): ((person: number | null) => ReachedNodes) | null {
  const { account, member } = milestonesOf(model)
  const isComplete = (milestones: readonly Milestone[], person: number | null): boolean =>
    milestones.every(({ name }) => {
      const state = stateOf(name, person)
      return state?.open !== true || state.reached !== undefined
    })
  if (!isComplete(account, null)) return null
  if (member.length > 0 && !fold.timeline.members.every(({ person }) => isComplete(member, person))) return null
  return (person) => reachedOf(person === null ? account : member, (name) => stateOf(name, person))
}

function reachedOf(milestones: readonly Milestone[], stateOf: (name: string) => SignalState | undefined): ReachedNodes {
  if (milestones.length === 0) return NEVER_REACHED
  const reached = new Map<number, Reached>()
  for (const { name, node } of milestones) {
    const instant = stateOf(name)?.reached
    if (instant !== undefined) reached.set(node, { day: -DAY_MAX, instant })
  }
  return reached
}

/** The state with the moment at which its milestone was reached, once it is; the same one where nothing changes. */
export function noteReached(state: SignalState, { instant, subject }: Rule, { values }: Entity): SignalState {
  if (subject !== 'milestone' || instant === null || state.reached !== undefined) return state
  const reached = values[instant]!.at(-1)!
  return Number.isNaN(reached) ? state : { ...state, reached }
}
