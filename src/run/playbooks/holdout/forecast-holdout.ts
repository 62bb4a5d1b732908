import type { Model } from '../../../config/model.ts'
import type { Playbook } from '../../../config/playbooks/playbook.ts'
import type { PastEntrants } from '../../../proof/uplift/plan-holdout.ts'
import type { Project } from '../../project.ts'
import { chooseWindows, outcomeNamed, wordsOf } from '../../prove/choose-outcomes.ts'
import { gatherUnits } from '../../uplift/gather-units.ts'
import type { Entrance } from './first-of-each.ts'

/** Who would have begun a playbook in the past, and what became of them within the days that an experiment would wait. */
export type HoldoutForecast = PastEntrants & { readonly goal: string; readonly withinDays: number }

export type Forecasting = {
  readonly entrances: readonly Entrance[]
  readonly days: number
  readonly goal: string
  readonly stop: AbortSignal
}

/** @throws the reason of `stop` */
export async function forecastHoldout(
  project: Project,
  { entrances, days, goal, stop }: Forecasting,
): Promise<HoldoutForecast> {
  const { good, withinDays } = goalOf(project.config.judged.model, goal)
  const plan = { outcome: goal, withinDays, covariate: null, guardrails: [], segment: null }
  const exposed = entrances.map((one) => ({ ...one, arm: 'holdout' as const, delivered: null }))
  const proving = { stop, progress: () => {} }
  const { units } = exposed.length === 0 ? { units: [] } : await gatherUnits(project, { plan, exposed, proving })
  const told = units.filter(({ label }) => label === 'positive' || label === 'negative')
  const successes = told.filter(({ label }) => label === 'positive').length
  return { days, accounts: entrances.length, outcome: { successes, total: told.length }, good, goal, withinDays }
}

/** In how many days a goal counts, and whether more of it is good. */
export function goalOf(model: Model, goal: string): Pick<HoldoutForecast, 'good' | 'withinDays'> {
  const outcome = outcomeNamed(model, goal)
  const { withinDays } = chooseWindows(outcome, { gap_days: 0 })
  return { good: wordsOf(model, outcome).isBad ? 'less' : 'more', withinDays }
}

/** Whether a playbook leaves some alone, or would, as far as it says itself. */
export function mayLeaveAlone({ level, goal, holdout, byDefault }: Playbook): boolean {
  if (goal === null || level === 'product' || level === 'person' || holdout === 'off') return false
  return holdout !== null || byDefault === 'automated'
}
