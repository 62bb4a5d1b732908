import { MS_PER_DAY } from '../../core/time.ts'
import type { Interval } from '../../stats/interval.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import type { Episode, ProvedSignal } from './proved-signal.ts'

/** The share of a signal's alerts that come within seven days of one of another signal, for the same account. */
export type Overlap = { readonly key: string; readonly rate: Interval }

const NEAR_DAYS = 7

/** The other signals that a signal says nothing new beside, the most alike first. Where none of its alerts is near one it is left out. */
export function measureOverlaps(signal: ProvedSignal, others: readonly ProvedSignal[]): Overlap[] {
  return others
    .flatMap(({ key, episodes }) => {
      if (key === signal.key) return []
      const near = countNear(signal.episodes, episodes)
      const rate = near === 0 ? null : estimateProportion({ successes: near, total: signal.episodes.length })
      return rate === null ? [] : [{ key, rate }]
    })
    .sort((a, b) => b.rate.estimate - a.rate.estimate)
}

/** Both in order of entity and time. */
function countNear(own: readonly Episode[], others: readonly Episode[]): number {
  let [near, at] = [0, 0]
  for (const { entity, openedAt } of own) {
    const [from, to] = [openedAt - NEAR_DAYS * MS_PER_DAY, openedAt + NEAR_DAYS * MS_PER_DAY]
    while (
      at < others.length &&
      (others[at]!.entity < entity || (others[at]!.entity === entity && others[at]!.openedAt < from))
    )
      at += 1
    const next = others[at]
    if (next?.entity === entity && next.openedAt <= to) near += 1
  }
  return near
}
