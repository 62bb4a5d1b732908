import { MS_PER_DAY } from '../../core/time.ts'
import { poissonLimits } from '../../stats/distributions/poisson.ts'
import type { Interval } from '../../stats/interval.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { quantileOf } from '../../stats/samples/order-statistics.ts'
import { countByWeek } from './count-by-week.ts'
import type { Ground } from './ground.ts'
import type { Episode, ProvedSignal } from './proved-signal.ts'

/** How much work a signal makes. Every alert counts, not only the tested ones. */
export type Burden = {
  readonly alerts: number
  readonly weeks: number
  /** Alerts a week, with exact Poisson limits; and in nine weeks of ten at most. null: no whole week is recorded. */
  readonly perWeek: Interval | null
  readonly busyWeek: number | null
  readonly perHundredAccounts: number | null
  readonly perAssignee: number | null
  /** Of the alerts that cleared, how many came again within 14 days. */
  readonly flapping: { readonly again: number; readonly cleared: number; readonly rate: Interval | null }
  /** Share of the weeks of accounts in which it was on. */
  readonly timeInAlarm: number | null
}

const SOON_DAYS = 14

/** Where not all accounts are in the panel, those that are stand for the others: alerts a week are of all. */
export function measureBurden(
  ground: Ground,
  { episodes }: Pick<ProvedSignal, 'episodes'>,
  { fired, assignees }: { readonly fired: Uint8Array; readonly assignees: number },
): Burden {
  const { panel } = ground
  const weeks = Math.max(0, panel.asOfs.length - 1)
  const byWeek = countByWeek(panel, episodes)
  const counted = byWeek.reduce((sum, n) => sum + n, 0)
  const limits = poissonLimits(counted)
  const { thinned } = panel.provenance
  const ofAll = (alerts: number): number => (thinned * alerts) / weeks
  const perWeek =
    weeks === 0 ? null : { estimate: ofAll(counted), lower: ofAll(limits.lower), upper: ofAll(limits.upper) }
  const busyWeek = quantileOf(byWeek, 0.9)
  const on = fired.reduce((sum, one) => sum + one, 0)
  return {
    ...{ alerts: episodes.length, weeks, perWeek, busyWeek: busyWeek === null ? null : thinned * busyWeek },
    perHundredAccounts: panel.rows === 0 ? null : (100 * counted) / panel.rows,
    perAssignee: perWeek === null ? null : perWeek.estimate / Math.max(1, assignees),
    flapping: measureFlapping(episodes),
    timeInAlarm: panel.rows === 0 ? null : on / panel.rows,
  }
}

function measureFlapping(episodes: readonly Episode[]): Burden['flapping'] {
  let [again, cleared] = [0, 0]
  episodes.forEach(({ entity, closedAt }, i) => {
    if (closedAt === null) return
    cleared += 1
    const next = episodes[i + 1]
    if (next?.entity === entity && next.openedAt - closedAt <= SOON_DAYS * MS_PER_DAY) again += 1
  })
  return { again, cleared, rate: estimateProportion({ successes: again, total: cleared }) }
}
