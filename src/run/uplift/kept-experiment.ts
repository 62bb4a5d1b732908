import type { ExperimentRow } from '../../contract/experiments.ts'
import { telltaleError } from '../../core/errors.ts'
import { phrasePlan } from '../../proof/phrase/phrase-uplift.ts'
import type { PlannedUplift } from '../../proof/uplift/plan-uplift.ts'
import type { UpliftPlan } from '../../proof/uplift/uplift-unit.ts'
import { countExposures, readExperiments, type StoredExperiment } from '../../store/control/experiments.ts'
import type { ControlStore } from '../../store/control/open-control-store.ts'

/** What is kept of an experiment as JSON. `control`: the variation of the product's own experiment that is the control; null: the arms are ours. */
export type KeptPlan = { readonly plan: UpliftPlan; readonly planned: PlannedUplift; readonly control: string | null }

export type KeptExperiment = StoredExperiment & { readonly kept: KeptPlan }

export function withPlan(stored: StoredExperiment): KeptExperiment {
  return { ...stored, kept: JSON.parse(stored.plan) as KeptPlan }
}

/** The latest version of a name. @throws unknown_name */
export async function experimentNamed(control: ControlStore, name: string): Promise<KeptExperiment> {
  const last = (await readExperiments(control, name)).at(-1)
  if (last !== undefined) return withPlan(last)
  const names = [...new Set((await readExperiments(control)).map((one) => one.name))]
  const valid = names.slice(0, 50).join(', ') || 'none; `telltale experiment plan` makes one'
  throw telltaleError('unknown_name', { what: 'experiment', name: name.slice(0, 200), valid })
}

/** The latest version of every experiment, in the order in which the names were first planned. */
export async function listExperiments(control: ControlStore): Promise<ExperimentRow[]> {
  const latest = new Map((await readExperiments(control)).map((one) => [one.name, one]))
  return Promise.all([...latest.values()].map((one) => toRow(control, withPlan(one))))
}

export async function toRow(control: ControlStore, one: KeptExperiment): Promise<ExperimentRow> {
  const { plan, planned, control: variation } = one.kept
  const exposed = await countExposures(control, one)
  const isRunning = variation !== null || exposed.treated + exposed.holdout > 0
  const iso = (at: number): string => new Date(at).toISOString()
  return {
    ...{ name: one.name, version: one.version, outcome: plan.outcome, within_days: plan.withinDays },
    state: one.endedAt !== null ? 'ended' : isRunning ? 'running' : 'planned',
    ...{ base: plan.base, holdout: plan.holdout, units: plan.units, detectable: plan.detectable },
    ...{ detectable_at_end: planned.detectableAtEnd, weeks: planned.weeks, too_small: planned.tooSmall },
    ...{ covariate: plan.covariate, guardrails: [...plan.guardrails], segment: plan.segment, control: variation },
    ...{ exposed, planned_at: iso(one.at), planned_by: one.by },
    ended_at: one.endedAt === null ? null : iso(one.endedAt),
    sentence: phrasePlan(planned, plan.base),
  }
}
