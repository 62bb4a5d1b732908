import type { Millis } from '../../core/time.ts'
import { type Ground, layGround, weekOf } from '../../proof/backtest/ground.ts'
import { labelMoment } from '../../proof/panel/label-moment.ts'
import { panelWindows } from '../../proof/panel/panel-windows.ts'
import { predictRise, type Rise } from '../../proof/uplift/predict-rise.ts'
import type { UpliftPlan, UpliftUnit } from '../../proof/uplift/uplift-unit.ts'
import type { Project } from '../project.ts'
import { outcomeNamed } from '../prove/choose-outcomes.ts'
import { gatherPanel } from '../prove/gather-panel.ts'
import { judgedFor } from '../prove/judged-for.ts'
import type { Proving } from '../prove/proving.ts'
import { countAround } from './count-around.ts'
import type { ExposedAccount } from './exposed-account.ts'
import { covariateNode } from './plan-experiment.ts'
import { type PickedAt, valuesWhenPicked } from './values-when-picked.ts'

export type GatheredUnits = {
  readonly units: readonly UpliftUnit[]
  /** Exposed, but one with another account by now; or nothing is recorded of them. */
  readonly merged: number
  readonly unknown: number
  /** How far the covariate of those who were exposed rises or falls by itself; null: there is none, or it cannot be told. */
  readonly rise: Rise | null
}

export type GatheringUnits = {
  readonly plan: Pick<UpliftPlan, 'outcome' | 'withinDays' | 'covariate' | 'guardrails' | 'segment'>
  readonly exposed: readonly ExposedAccount[]
  readonly proving: Proving
}

/** The exposed accounts with what was known of them before, and what became of them since. @throws unknown_name, the reason of `stop` */
export async function gatherUnits(
  project: Project,
  { plan, exposed, proving }: GatheringUnits,
): Promise<GatheredUnits> {
  const { model } = project.config.judged
  const outcome = outcomeNamed(model, plan.outcome)
  const nodes = plan.covariate === null ? [] : [covariateNode(model, plan.covariate)]
  const judged = judgedFor(model, outcome)
  const gathered = await gatherPanel(project, {
    ...{ ...proving, model: judged, nodes, outcomes: [outcome], every: 'week' },
    keeping: plan.covariate === null ? null : { level: 'account', nodes, leaves: [] },
  })
  const { panel } = gathered
  const ground = layGround(panel)
  const { idOf } = project.store.dictionary.account
  const merged = new Set(project.merges.flatMap(({ from, into }) => [from, into]))
  const entityOf = new Map(panel.entities.map(({ account }, entity) => [account, entity]))
  const apart = exposed.filter(({ account }) => merged.has(account))
  const known = exposed.flatMap((one) => {
    const entity = merged.has(one.account) ? undefined : entityOf.get(idOf(one.account) ?? 0)
    return entity === undefined ? [] : [{ ...one, entity }]
  })
  const around = await countAround(project, { exposed: known, events: plan.guardrails, days: plan.withinDays })
  const windows = panelWindows({ observation: Number.POSITIVE_INFINITY, gap: 0, horizon: plan.withinDays })
  const units = known.map(({ account, arm, at, delivered, entity }, i): UpliftUnit => {
    const { followed, outcomes } = panel.entities[entity]!
    const mature = at + windows.gap + windows.horizon <= followed.until
    // Who was exposed behind the last closed day is followed by nobody yet.
    const { label } =
      at >= followed.until ? { label: 'censored' as const } : labelMoment(outcomes[0]!, at, { followed, windows })
    return {
      unit: account,
      arm,
      at,
      delivered,
      label,
      mature,
      ...knownBefore(ground, plan, { entity, at }),
      guardrails: around[i]!,
    }
  })
  const picked = known.map(({ entity, at }): PickedAt => ({ account: panel.entities[entity]!.account, at }))
  const rise = plan.covariate === null ? null : predictRise(panel, valuesWhenPicked(project, gathered, picked))
  return { units, merged: apart.length, unknown: exposed.length - known.length - apart.length, rise }
}

/** What the last Monday before the exposure knew. */
function knownBefore(
  { panel, rowOf }: Ground,
  { segment }: Pick<UpliftPlan, 'segment'>,
  { entity, at }: { readonly entity: number; readonly at: Millis },
): Pick<UpliftUnit, 'segment' | 'covariate'> {
  const week = weekOf(panel, at)
  const row = week < 0 ? -1 : rowOf[entity * panel.asOfs.length + week]!
  const which = segment === null ? 0 : panel.segments.findIndex(({ key }) => key === segment)
  const group = row < 0 ? undefined : panel.segments[which]?.names[panel.groups[which]![row]!]
  return { segment: group ?? '', covariate: row < 0 ? Number.NaN : (panel.values[0]?.[row] ?? Number.NaN) }
}
