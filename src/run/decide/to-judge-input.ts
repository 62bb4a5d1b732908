import type { Reference } from '../../fold/entity.ts'
import { type FoldSpace, makeFoldSpace } from '../../fold/fold-space.ts'
import type { JudgeInput } from '../../judge/judge-input.ts'
import type { DayRange, EventRow, View } from '../../store/analytic/rows.ts'
import type { AccountCase } from '../account-case.ts'
import type { Planned } from '../planned.ts'

/** By what accounts are judged: the same for each of them. */
export type CaseRules = Pick<JudgeInput, 'factId' | 'actorKey'> & {
  readonly planned: Planned
  readonly days: DayRange
  readonly view: View
  readonly reference: Reference | null
  /** Whether an event was judged before. */
  readonly judged?: (event: EventRow) => boolean
  /** Only the events: the day is not over. */
  readonly dayOpen?: boolean
}

/** With buffers for folding what is unclaimed beside the account, made when the first account has something. */
export type OpenRules = CaseRules & { readonly spare: () => FoldSpace }

export function openRules(rules: CaseRules): OpenRules {
  const { plan, space } = rules.planned
  let spare: FoldSpace | null = null
  return {
    ...rules,
    spare: () => {
      spare ??= makeFoldSpace(plan, space)
      return spare
    },
  }
}

/** What is known of an account from before the days. */
export type Former = Pick<JudgeInput, 'stateOf'> & { readonly goesOn: boolean }

/** Of an account judged from its beginning. */
export const NOTHING_BEFORE: Former = { stateOf: () => undefined, goesOn: false }

/** One account and what it is judged by, put together; written out, since each spread of objects of several shapes costs kilobytes an account. */
export function toJudgeInput(rules: OpenRules, one: AccountCase, { stateOf, goesOn }: Former): JudgeInput {
  const { planned, days, view, reference, spare, factId, actorKey } = rules
  const { block, start, end, timeline, recent, events, unclaimed } = one
  const { plan, space, model, momentSpace } = planned
  return {
    model,
    fold: { plan, space, block, start, end, timeline, recent, days, view, reference },
    momentSpace,
    stateOf,
    events,
    unclaimed: unclaimed === null ? null : { ...unclaimed, space: spare() },
    factId,
    actorKey,
    judged: rules.judged,
    dayOpen: rules.dayOpen ?? false,
    goesOn,
    earlier: one.earlier,
  }
}
