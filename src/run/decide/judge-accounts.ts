import { type JudgedAccount, judgeAccount } from '../../judge/judge-account.ts'
import type { JudgeInput } from '../../judge/judge-input.ts'
import { type CaseScan, streamCases } from './stream-cases.ts'
import { type CaseRules, openRules, toJudgeInput } from './to-judge-input.ts'
import type { Awaitable } from './when-ready.ts'

export type Judging = CaseScan & {
  readonly stateOf: (account: number) => Awaitable<JudgeInput['stateOf']>
  /** Whether these states are what judging the account up to the first day gave; absent: of none. */
  readonly goesOn?: (account: number) => boolean
} & Pick<CaseRules, 'reference' | 'judged'>

export type JudgedOne = JudgedAccount & { readonly account: number; readonly input: JudgeInput }

/**
 * Judges accounts over days, one at a time in ascending order: the one way in which anything is judged, live, replayed or asked for. What it yields is reused by
 * the next step: take what you need before you go on.
 */
export async function* judgeAccounts(judging: Judging): AsyncGenerator<JudgedOne> {
  const { fact, actor } = judging.store.dictionary
  const rules = openRules({
    ...judging,
    ...{ factId: fact.idOf, actorKey: actor.keyOf },
  })
  for await (const one of streamCases(judging)) {
    const goesOn = judging.goesOn?.(one.account) ?? false
    const states = judging.stateOf(one.account)
    const stateOf = states instanceof Promise ? await states : states
    const input = toJudgeInput(rules, one, { stateOf, goesOn })
    const { folded, transitions, states: changed } = judgeAccount(input)
    yield { account: one.account, input, folded, transitions, states: changed }
  }
}
