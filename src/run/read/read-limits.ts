import type { Day } from '../../core/time.ts'
import { foldAccount } from '../../fold/fold-account.ts'
import { makeFoldSpace } from '../../fold/fold-space.ts'
import { planFold } from '../../fold/plan/plan-fold.ts'
import type { LimitUse } from '../../reports/question/report-source.ts'
import type { Project } from '../project.ts'
import { streamAccounts } from '../stream-accounts.ts'

/** How much of each limit of its plan every account uses at the close of a day, as it is known now. */
export async function readLimits(project: Project, day: Day): Promise<LimitUse[]> {
  const { store } = project
  const { model } = project.config.judged
  const { entitlements } = model
  if (entitlements.length === 0) return []
  const only = entitlements.flatMap(({ usage, limit }) =>
    [usage, limit].map((node) => ({ level: 'account' as const, node })),
  )
  const plan = planFold({ model, factId: store.dictionary.fact.idOf, only })
  const space = makeFoldSpace(plan, { judgesMembers: false })
  const days = { from: day, to: day }
  const scan = { accounts: null, days: { from: 0, to: day }, knownUpTo: null, facts: plan.facts, columns: plan.columns }
  const uses: LimitUse[] = []
  for await (const input of streamAccounts(store, scan)) {
    const { values, present } = foldAccount({ plan, space, ...input, days, view: 'report' })
    if (present[0] !== 1) continue
    for (const { key, usage, limit } of entitlements)
      uses.push({
        account: input.account,
        limit: key,
        used: known(values[usage]![0]!),
        most: known(values[limit]![0]!),
      })
  }
  return uses
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
