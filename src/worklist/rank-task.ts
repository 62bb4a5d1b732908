import type { SignalType } from '../config/model.ts'
import type { Day } from '../core/time.ts'
import { medianOf } from '../stats/samples/order-statistics.ts'
import type { DueReason, Money, Reason, WorkAccount } from './task.ts'

/** How pressing what a signal says is, 0 … 1: a judgement, and no measured probability. */
const OF_TYPE: Readonly<Record<SignalType, number>> = {
  risk: 0.6,
  activation: 0.4,
  intent: 0.4,
  expansion: 0.3,
  engagement: 0.1,
}
const ESCALATED = 0.2
const ROUTINE = { best: 0.1, worst: 0.6 }
const RENEWAL = { far: 0.1, near: 0.5 }
const HEALTH = 0.4
const RENEWAL_BESIDE = { days: 90, near: 0.3 }
const PULSE = { red: 0.5, yellow: 0.2, green: 0 } as const

/** How pressing one reason is, 0 … 1. */
export function urgencyOf({ what }: Reason, today: Day): number {
  switch (what.kind) {
    case 'signal':
      return OF_TYPE[what.type] + (what.escalated ? ESCALATED : 0)
    case 'routine':
      return ROUTINE.best + (ROUTINE.worst - ROUTINE.best) * what.badness
    case 'renewal':
      return RENEWAL.far + (RENEWAL.near - RENEWAL.far) * nearness(what.on - today, what.withinDays)
  }
}

/**
 * What is at stake when nobody acts, 0 … 1. Reasons and circumstances add up so that each takes its share of what the others leave:
 * 1 − Π (1 − urgency).
 */
export function riskOf(reasons: readonly DueReason[], account: WorkAccount, today: Day): number {
  const renewing = reasons.some(({ what }) => what.kind === 'renewal') ? null : account.renewsOn
  const shares = [
    ...reasons.map((reason) => urgencyOf(reason, today)),
    HEALTH * (account.health?.badness ?? 0),
    renewing === null || renewing < today ? 0 : RENEWAL_BESIDE.near * nearness(renewing - today, RENEWAL_BESIDE.days),
    account.pulse === null ? 0 : PULSE[account.pulse.colour],
  ]
  return 1 - shares.reduce((left, share) => left * (1 - share), 1)
}

function nearness(daysLeft: number, within: number): number {
  return Math.min(1, Math.max(0, 1 - daysLeft / within))
}

/** What the median account that pays pays, by currency: what a typical account is worth. */
export function typicalMrr(accounts: readonly Pick<WorkAccount, 'mrr'>[]): ReadonlyMap<string, number> {
  const byCurrency = new Map<string, number[]>()
  for (const { mrr } of accounts) {
    if (mrr === null || mrr.minor <= 0) continue
    const own = byCurrency.get(mrr.currency)
    if (own === undefined) byCurrency.set(mrr.currency, [mrr.minor])
    else own.push(mrr.minor)
  }
  return new Map([...byCurrency].map(([currency, all]) => [currency, medianOf(all)!]))
}

/** What an account is worth, in typical ones of its currency; 1 for one that pays nothing yet. */
export function worthOf(mrr: Money | null, typical: ReadonlyMap<string, number>): number {
  return mrr === null || mrr.minor <= 0 ? 1 : mrr.minor / typical.get(mrr.currency)!
}
