import { checkSampleRatio, type SampleRatio } from '../../stats/experiments/check-sample-ratio.ts'
import { controlDiscoveries } from '../../stats/proportions/control-discoveries.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import type { UpliftPlan, UpliftUnit } from './uplift-unit.ts'

/** Whether the arms have the sizes that were planned: over all that were exposed, and within segments. */
export type ArmsCheck = {
  readonly overall: SampleRatio | null
  readonly segments: readonly { readonly segment: string; readonly q: number; readonly mismatch: boolean }[]
  /** Something assigns or loses units by arm: no result is to be shown until that is explained. */
  readonly mismatch: boolean
}

const ALARM = 0.001

export function checkArms({ holdout }: Pick<UpliftPlan, 'holdout'>, units: readonly UpliftUnit[]): ArmsCheck {
  const test = (some: readonly UpliftUnit[]): SampleRatio | null => {
    const treated = some.filter(({ arm }) => arm === 'treated').length
    return checkSampleRatio([treated, some.length - treated], [1 - holdout, holdout])
  }
  const overall = test(units)
  const bySegment = [...groupBy(units, ({ segment }) => segment)].map(([segment, own]) => ({
    segment,
    test: test(own),
  }))
  const q = controlDiscoveries(bySegment.map((one) => one.test?.p ?? 1))
  const segments =
    bySegment.length < 2 ? [] : bySegment.map(({ segment }, i) => ({ segment, q: q[i]!, mismatch: q[i]! < ALARM }))
  return { overall, segments, mismatch: overall?.mismatch === true || segments.some(({ mismatch }) => mismatch) }
}
