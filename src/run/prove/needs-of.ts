import type { Model } from '../../config/model.ts'
import type { BacktestRequest } from '../../contract/backtest.ts'
import type { ProofNeeds } from '../../proof/backtest/proved-signal.ts'
import { sweepThresholds } from '../../stats/scores/sweep-thresholds.ts'
import { teamOf } from '../../worklist/assign-account.ts'
import type { Beginning } from './read-beginnings.ts'

/** Alerts a week that somebody takes on where nobody says otherwise. */
const ALERTS_PER_WEEK = 25
const WORK_DAYS = 5
/** Chance that a contact saves an account, until a holdout has measured it. */
export const SAVE_RATE = 0.1

type NeedsOf = {
  readonly team: string | null
  readonly gapDays: number
  readonly beginnings: ReadonlyMap<number, Beginning>
}

/** What the signals of a team have to be good for: as asked, else as the configuration says. */
export function needsOf(
  model: Model,
  asked: Omit<BacktestRequest, 'what'>,
  { team, gapDays, beginnings }: NeedsOf,
): ProofNeeds {
  const of = teamOf(model.worklist, team ?? '')
  const named = new Set([...beginnings.values()].flatMap(({ assignee }) => assignee ?? []))
  const ownCapacity = of.alertsPerWeek ?? (of.capacity === null ? null : of.capacity * WORK_DAYS)
  return {
    precision: neededPrecision(asked),
    capacity: asked.capacity ?? ownCapacity ?? ALERTS_PER_WEEK,
    assignees: asked.assignees ?? Math.max(1, of.people.length > 0 ? of.people.length : named.size),
    notice: asked.notice_days ?? gapDays,
  }
}

/** cost / (save rate × value); 0 where nothing is said about costs. */
export function neededPrecision({
  cost = 0,
  value = 0,
  save_rate: saveRate = SAVE_RATE,
}: Pick<BacktestRequest, 'cost' | 'value' | 'save_rate'>): number {
  return sweepThresholds([], { saveRate, value, cost, capacity: 0 }).neededPrecision ?? 0
}
