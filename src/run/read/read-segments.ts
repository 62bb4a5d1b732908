import { readReference } from '../../fold/collect-reference.ts'
import { NO_VALUE } from '../../fold/entity.ts'
import { evaluateCondition } from '../../fold/evaluate-condition.ts'
import { foldAccount } from '../../fold/fold-account.ts'
import { segmentByDay, segmentNames } from '../../fold/segment-entity.ts'
import type { SegmentLookup } from '../../reports/question/report-source.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import { computeReferences } from '../decide/compute-references.ts'
import { planModel } from '../plan-model.ts'
import type { Project } from '../project.ts'
import { streamAccounts } from '../stream-accounts.ts'

/** Which value of some segments every account has at the close of each day, as it is known now. */
export async function readSegments(
  project: Project,
  segments: readonly string[],
  days: DayRange,
): Promise<SegmentLookup> {
  const { store } = project
  const planned = planModel(project.config.judged.model, store, { judgesMembers: false })
  const { plan, space } = planned
  const reference = readReference(await computeReferences(store, planned, days))
  const scan = {
    accounts: null,
    days: { from: 0, to: days.to },
    knownUpTo: null,
    facts: plan.facts,
    columns: plan.columns,
  }
  const found = new Map<string, Map<number, Int16Array>>(segments.map((segment) => [segment, new Map()]))
  for await (const input of streamAccounts(store, scan)) {
    const folded = foldAccount({ plan, space, ...input, days, view: 'report', reference })
    for (const segment of segments)
      found.get(segment)!.set(folded.account, segmentByDay(segment, folded, evaluateCondition).slice())
  }
  const names = new Map(segments.map((segment) => [segment, segmentNames(plan, segment)]))
  return (segment, account, day) => {
    const index = found.get(segment)?.get(account)?.[day - days.from] ?? NO_VALUE
    return names.get(segment)?.[index] ?? null
  }
}
