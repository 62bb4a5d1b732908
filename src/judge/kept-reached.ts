import type { Rule } from '../config/model.ts'
import { stateName } from '../config/state-name.ts'
import { DAY_MAX } from '../core/time.ts'
import type { Entity } from '../fold/entity.ts'
import type { Reached, ReachedNodes } from '../fold/reached.ts'
import type { JudgeInput } from './judge-input.ts'
import type { SignalState } from './signal-state.ts'

/** What was reached before the judged days, as the states of milestones keep it. null: a state was kept by a version that did not, and it has to be looked for. */
export function keptReached({ model, fold, stateOf }: JudgeInput): ((person: number | null) => ReachedNodes) | null {
  const milestones = model.rules.filter(({ subject }) => subject === 'milestone')
  const isComplete = (level: Rule['level'], person: number | null): boolean =>
    milestones.every((rule) => {
      const state = rule.level === level ? stateOf(stateName(rule), person) : undefined
      return state?.open !== true || state.reached !== undefined
    })
  const members = fold.timeline.members.every(({ person }) => isComplete('member', person))
  if (!members || !isComplete('account', null)) return null
  return (person) =>
    new Map(
      milestones.flatMap((rule): [number, Reached][] => {
        const own = rule.level === (person === null ? 'account' : 'member')
        const instant = own ? stateOf(stateName(rule), person)?.reached : undefined
        return rule.instant === null || instant === undefined ? [] : [[rule.instant, { day: -DAY_MAX, instant }]]
      }),
    )
}

/** The state with the moment at which its milestone was reached, once it is; the same one where nothing changes. */
export function noteReached(state: SignalState, { instant, subject }: Rule, { values }: Entity): SignalState {
  if (subject !== 'milestone' || instant === null || state.reached !== undefined) return state
  const reached = values[instant]!.at(-1)!
  return Number.isNaN(reached) ? state : { ...state, reached }
}
