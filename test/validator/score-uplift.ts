import { type Stream, stream, uniform } from '../../src/core/stream.ts'
import { measureUplift } from '../../src/proof/uplift/measure-uplift.ts'
import { planUplift } from '../../src/proof/uplift/plan-uplift.ts'
import type { UpliftPlan, UpliftUnit } from '../../src/proof/uplift/uplift-unit.ts'
import { assignUnit } from '../../src/stats/experiments/assign-unit.ts'
import { repeat as plainly, type Repeat } from './repeat.ts'
import { type Score, scoreShare } from './score.ts'

const BASE = 0.3
const EFFECT = 0.1
const LOOKS = 8
const HOLDOUT = 0.2

function unitOf(source: Stream, account: string, effect: number): UpliftUnit {
  const arm = assignUnit({ experiment: 'scored', salt: 'v1', unit: account }, HOLDOUT)
  const rate = arm === 'treated' ? BASE - effect : BASE
  return {
    ...{ unit: account, arm, at: 0, delivered: null, mature: true, segment: '', covariate: Number.NaN, guardrails: [] },
    label: uniform(source) < rate ? 'positive' : 'negative',
  }
}

/** A rescue that works and a newsletter that does nothing, looked at again and again. */
export async function scoreUplift(experiments: number, repeat: Repeat = plainly): Promise<Score[]> {
  const planned = planUplift({ base: BASE, holdout: HOLDOUT, good: 'less', size: { effect: EFFECT }, perWeek: null })!
  const plan: UpliftPlan = {
    ...{ experiment: 'scored', salt: 'v1', holdout: HOLDOUT, outcome: 'churned', withinDays: 60, good: 'less' },
    ...{
      base: BASE,
      units: planned.units,
      detectable: planned.detectable,
      covariate: null,
      guardrails: [],
      segment: null,
    },
  }
  const run = (name: string, n: number, effect: number): UpliftUnit[] => {
    const source = stream(7, name, n)
    return Array.from({ length: planned.units }, (_, i) => unitOf(source, `${name}-${n}-${i}`, effect))
  }
  const runs = await repeat('uplift', experiments, (n) => {
    const rescue = measureUplift(plan, run('rescue', n, EFFECT))
    const { lower, upper } = rescue.effect?.difference ?? { lower: 0, upper: 0 }
    const newsletter = run('newsletter', n, 0)
    const looks = Array.from({ length: LOOKS }, (_, i) =>
      newsletter.slice(0, Math.ceil(((i + 1) * planned.units) / LOOKS)),
    )
    return {
      works: rescue.ruling === 'works',
      covered: lower <= -EFFECT && -EFFECT <= upper,
      wrong: looks.some((seen) => ['works', 'harms'].includes(measureUplift(plan, seen).ruling)),
    }
  })
  const [works, covered, wrong] = (['works', 'covered', 'wrong'] as const).map(
    (what) => runs.filter((one) => one[what]).length,
  )
  const on = `${planned.units} accounts; ${experiments} experiments`
  return [
    scoreShare(
      { what: 'a rescue that works is found at the planned size', on },
      { hits: works!, replicates: experiments },
      { least: 0.8 },
    ),
    scoreShare(
      { what: `a newsletter without effect is called one, ${LOOKS} looks`, on },
      { hits: wrong!, replicates: experiments },
      { most: 0.05 },
    ),
    scoreShare(
      { what: 'limits of the effect', on },
      { hits: covered!, replicates: experiments },
      { least: 0.93, most: 0.97 },
    ),
  ]
}
