import { dropOpenings, shareDays, type Totals, totalsOf } from '../judge/drop-openings.ts'
import { simulateUsage } from '../stats/simulate-usage.ts'
import { percent, type Score, scoreShare } from './score.ts'

const WEEKS = 52
const ONSET = 112
const WITHIN = 56
const PUBLISHED = [
  { volume: 20, fast: 0.57, slow: 0.91, alarms: 1 },
  { volume: 60, fast: 0.8, slow: 0.98, alarms: 1 },
] as const

/** The detectors of falls: false alarms over steady accounts, and how many of those that fall to 40 % are found within eight weeks. */
export function scoreTrends(accounts: number): Score[] {
  return PUBLISHED.flatMap(({ volume, alarms, ...least }) => {
    const usage = (account: number, level: (day: number) => number): Totals =>
      totalsOf(simulateUsage({ seed: 11, weeks: WEEKS, volume, size: 4, level }, account))
    const steady = Array.from({ length: accounts }, (_, i) => usage(i, () => 1))
    const onsetOf = (i: number): number => ONSET + (i % 56)
    const fallen = Array.from({ length: accounts }, (_, i) => usage(10_000 + i, (day) => (day < onsetOf(i) ? 1 : 0.4)))
    return (['fast drop', 'slow drop'] as const).flatMap((kind): Score[] => {
      const shared = shareDays(steady, kind)
      const opened = steady.reduce((sum, one) => sum + dropOpenings(one, shared, kind).length, 0)
      const rate = opened / (accounts * (WEEKS - 7))
      const hits = fallen.filter((one, i) =>
        dropOpenings(one, shared, kind).some((day) => day >= onsetOf(i) && day < onsetOf(i) + WITHIN),
      ).length
      const on = `${volume} actions a week; ${accounts} accounts`
      return [
        {
          ...{ what: `${kind}: false alarms for 100 weeks of a healthy account`, on, found: (100 * rate).toFixed(2) },
          ...{
            wanted: `≤ ${alarms}`,
            holds: 100 * rate <= alarms + 3 * Math.sqrt((alarms * 100) / (accounts * (WEEKS - 7))),
          },
        },
        {
          ...scoreShare(
            { what: `${kind}: falls to 40 % found`, on },
            { hits, replicates: accounts },
            { least: least[kind === 'fast drop' ? 'fast' : 'slow'] - 0.05 },
          ),
          found: percent(hits / accounts),
        },
      ]
    })
  })
}
