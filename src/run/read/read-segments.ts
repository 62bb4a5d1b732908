import type { Band, Model } from '../../config/model.ts'
import { TRUE } from '../../fold/compare-value.ts'
import { NO_VALUE } from '../../fold/entity.ts'
import { evaluateCondition } from '../../fold/evaluate-condition.ts'
import { type FoldedAccount, foldAccount } from '../../fold/fold-account.ts'
import { readReference } from '../../fold/reference/collect-reference.ts'
import { segmentByDay, segmentNames } from '../../fold/segment-entity.ts'
import { BAND, type SegmentLookup } from '../../reports/question/report-source.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import { computeReferences } from '../decide/compute-references.ts'
import { planModel } from '../plan-model.ts'
import type { Planned } from '../planned.ts'
import type { Project } from '../project.ts'
import { streamAccounts } from '../stream-accounts.ts'

/** Which value of some segments, or band of some scores (`band:health`), every account has at the close of each day, as it is known now. */
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
      found.get(segment)!.set(folded.account, groupByDay(planned, segment, folded).slice())
  }
  const names = new Map(segments.map((segment) => [segment, groupNames(planned, segment)]))
  return (segment, account, day) => {
    const index = found.get(segment)?.get(account)?.[day - days.from] ?? NO_VALUE
    return names.get(segment)?.[index] ?? null
  }
}

function groupNames({ plan, model }: Planned, key: string): readonly string[] {
  return key.startsWith(BAND) ? bandsOf(model, key).map(({ name }) => name) : segmentNames(plan, key)
}

function groupByDay({ model }: Planned, key: string, folded: FoldedAccount): Int16Array {
  if (!key.startsWith(BAND)) return segmentByDay(key, folded, evaluateCondition)
  const holds = bandsOf(model, key).map(({ when }) => evaluateCondition(when, folded))
  return Int16Array.from({ length: folded.to - folded.from + 1 }, (_, i) => holds.findIndex((band) => band[i] === TRUE))
}

function bandsOf(model: Model, key: string): readonly Band[] {
  return model.scores.find((score) => score.level === 'account' && `${BAND}${score.key}` === key)?.bands ?? []
}
