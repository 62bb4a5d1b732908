import type { FactKey } from '../../config/fact-key.ts'
import type { Model } from '../../config/model.ts'
import type { Day } from '../../core/time.ts'
import type { MemberEntity } from '../../fold/entity.ts'
import { readReference } from '../../fold/reference/collect-reference.ts'
import { judgeAccount } from '../../judge/judge-account.ts'
import type { JudgedState, JudgedTransition, JudgeInput } from '../../judge/judge-input.ts'
import { judgedRules } from '../../judge/judged-rules.ts'
import { type EntitySample, type Sampling, sampleEntity } from '../../proof/panel/sample-entity.ts'
import type { ReferenceRow } from '../../store/analytic/analytic-store.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import type { AccountCase } from '../account-case.ts'
import { NOTHING_BEFORE, openRules, toJudgeInput } from '../decide/to-judge-input.ts'
import { planOver } from '../plan-model.ts'
import { toldChanges } from './told-changes.ts'

/** Accounts are to be judged over days from no state at all. Plain data: it goes to other threads. */
export type ReplayTask = {
  readonly model: Model
  /** The numbers of facts in the store. */
  readonly facts: ReadonlyMap<FactKey, number>
  readonly references: readonly ReferenceRow[]
  readonly days: DayRange
  /** Evidence is looked for of the changes from this day on, and of those before it whose episodes are open then. null: nobody asks why anything changed. */
  readonly toldFrom: Day | null
  /** What is noted of everybody on the way; null: nothing. */
  readonly sampling: Sampling | null
}

/** An account with the keys of the actors of its events: no thread has the whole dictionary. */
export type ReplayCase = AccountCase & { readonly actorKeys: ReadonlyMap<number, string> }

/** What a replay gives of an account, as plain data. `rule` is the place among the judged rules of the model. */
export type ReplayAnswer = {
  readonly account: number
  readonly transitions: readonly PlainTransition[]
  readonly states: readonly JudgedState[]
  /** Members first. */
  readonly samples: readonly EntitySample[]
  /** How many rows of facts there were. */
  readonly rows: number
  /** Something may be of it. */
  readonly unclaimed: boolean
}
export type PlainTransition = Omit<JudgedTransition, 'signal'> & { readonly rule: number }

/** The judgement of an account from no state, as a function of the account alone. */
export function replayWork({
  model,
  facts,
  references,
  days,
  toldFrom,
  sampling,
}: ReplayTask): (one: ReplayCase) => ReplayAnswer {
  const factId = (key: FactKey): number | undefined => facts.get(key)
  const planned = planOver(model, factId)
  const rules = new Map(judgedRules(model).map((rule, i) => [rule, i]))
  let actorKeys: ReadonlyMap<number, string> = new Map()
  const open = openRules({
    ...{ planned, days, view: 'decision', reference: readReference(references) },
    ...{ factId, actorKey: (id) => actorKeys.get(id) ?? '' },
  })
  return (one) => {
    actorKeys = one.actorKeys
    const samples: EntitySample[] = []
    const input = toJudgeInput(open, one, NOTHING_BEFORE)
    const { folded, transitions, states } = judgeAccount(withMembers(input, sampling, samples))
    if (sampling !== null) samples.push(sampleEntity(folded, sampling))
    const told = toldFrom === null ? null : toldChanges(transitions, toldFrom)
    return {
      account: one.account,
      transitions: transitions.map((change) => toPlain(change, rules.get(change.signal)!, told)),
      states,
      samples,
      rows: one.end - one.start,
      unclaimed: one.unclaimed !== null,
    }
  }
}

function withMembers(input: JudgeInput, sampling: Sampling | null, samples: EntitySample[]): JudgeInput {
  if (sampling === null || sampling.member === null) return input
  const onMember = (member: MemberEntity): void => void samples.push(sampleEntity(member, sampling))
  return { ...input, fold: { ...input.fold, onMember } }
}

/** Field by field: to read the evidence is to look for it. */
function toPlain(change: JudgedTransition, rule: number, told: ReadonlySet<JudgedTransition> | null): PlainTransition {
  const { person, what, ordinal, at, asOf, position, cause } = change
  const values = told === null ? [] : change.values
  const evidence = told?.has(change) === true ? change.evidence : []
  return {
    rule,
    person,
    what,
    ordinal,
    at,
    asOf,
    position,
    values,
    evidence,
    ...(cause === undefined ? {} : { cause }),
  }
}
