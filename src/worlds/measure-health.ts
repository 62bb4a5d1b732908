import type { Day } from '../core/time.ts'
import type { Dip, PaidLife } from './paid-life.ts'

const LULL_LEVEL = 0.5
const RECOVERY_DAYS = 21
/** After a silent decision the account is wound up. */
const WIND_UP_HALF_LIFE = 7

/** The factor that declines, lulls and the end put on a customer's usage: 1 healthy, 0 gone. */
export function healthOn(life: PaidLife, day: Day): number {
  const { churn } = life
  if (day < life.from || (churn !== null && day >= churn.effectiveOn)) return 0
  let health = 1
  for (const dip of life.dips) health *= dipFactor(dip, day)
  if (churn !== null && churn.kind !== 'decline' && day > churn.decidedOn) {
    health *= halved(day - churn.decidedOn, WIND_UP_HALF_LIFE)
  }
  return health
}

function dipFactor(dip: Dip, day: Day): number {
  if (day < dip.onset) return 1
  if (dip.recoversOn === null || day < dip.recoversOn) return levelOf(dip, day)
  if (dip.kind === 'lull') return 1
  const lowest = levelOf(dip, dip.recoversOn)
  return lowest + (1 - lowest) * Math.min(1, (day - dip.recoversOn) / RECOVERY_DAYS)
}

function levelOf(dip: Dip, day: Day): number {
  return dip.kind === 'lull' ? LULL_LEVEL : halved(day - dip.onset, dip.halfLife)
}

function halved(days: number, halfLife: number): number {
  return 2 ** (-days / halfLife)
}
