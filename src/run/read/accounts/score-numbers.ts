import type { Expr } from '../../../config/expression.ts'
import type { Day } from '../../../core/time.ts'
import { foldAccount } from '../../../fold/fold-account.ts'
import { makeFoldSpace } from '../../../fold/fold-space.ts'
import type { FoldPlan } from '../../../fold/plan/fold-plan.ts'
import { planFold } from '../../../fold/plan/plan-fold.ts'
import type { Project } from '../../project.ts'
import type { AccountInput } from '../../stream-accounts.ts'
import { known } from '../known.ts'
import { referenceAsked } from '../reference-of-days.ts'

/** By score, 0 … 100; null: unknown. Those that have only bands, or tell how far onboarding is, are not among them. */
export type ScoreNumbers = ReadonlyMap<string, number | null>

export type ScoreReader = {
  readonly plan: Pick<FoldPlan, 'facts' | 'columns'>
  readonly read: (input: AccountInput) => ScoreNumbers
}

/** Only bands, and how far onboarding is: that asks for every day since sign-up. */
const WITHOUT: ReadonlySet<Expr['kind']> = new Set(['tier', 'activation-score', 'onboarding'])

/** Reads what the scores of an account come to at the close of a day, and nothing else of it. null: no score has a number. */
export async function openScores(project: Project, day: Day): Promise<ScoreReader | null> {
  const { judged } = project.config
  const { model } = judged
  const scores = model.scores.filter(
    ({ level, node }) => level === 'account' && !WITHOUT.has(model.graph.account[node]!.expr.kind),
  )
  if (scores.length === 0) return null
  const only = scores.map(({ node }) => ({ level: 'account' as const, node }))
  const plan = planFold({ model, factId: project.store.dictionary.fact.idOf, only })
  const space = makeFoldSpace(plan, { judgesMembers: false })
  const days = { from: day, to: day }
  const reference = await referenceAsked(project, judged, days)
  const read = (input: AccountInput): ScoreNumbers => {
    const { values } = foldAccount({ plan, space, ...input, days, view: 'decision', reference })
    return new Map(scores.map(({ key, node }) => [key, known(values[node]?.[0])]))
  }
  return { plan, read }
}
