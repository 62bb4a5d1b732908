import { type Day, dayToIso, weekStartOf } from '../../core/time.ts'
import { estimateClusteredProportion } from '../../stats/proportions/estimate-clustered-proportion.ts'
import type { Share } from '../../stats/proportions/share.ts'
import { seriesOf } from './measure-active.ts'
import {
  daysBetween,
  type Measure,
  type MeasuredRow,
  type Measuring,
  measured,
  partOf,
  shareOf,
  shareRow,
} from './measured.ts'

const WEEKS = 12
const RETURN_WEEK = 4

/** Of those who began in the last twelve weeks, the share back in their fourth week; week by week beside it. */
export const measureRetention: Measure<'retention'> = async ({ actor }, measuring) => {
  const { last, reading } = measuring
  const weekOf = (day: Day) => weekStartOf(day, reading.weekStart)
  const first = weekOf(last - 7 * WEEKS + 1)
  const cohorts = new Map<Day, { size: number; back: number }>()
  for (let week = first; week <= weekOf(last); week += 7) cohorts.set(week, { size: 0, back: 0 })
  const isOver = (week: Day) => week + 7 * (RETURN_WEEK + 1) <= last + 1
  const byAccount = new Map<number, { successes: number; total: number }>()
  const [all, came] = [new Set<number>(), new Set<number>()]
  for (const [id, { weeks, account }] of await weeksOf(measuring, actor, weekOf)) {
    const began = Math.min(...weeks)
    const cohort = cohorts.get(began)
    if (cohort === undefined) continue
    const back = weeks.has(began + 7 * RETURN_WEEK) ? 1 : 0
    cohort.size += 1
    cohort.back += back
    if (!isOver(began)) continue
    addTo(byAccount, account, back)
    all.add(id)
    if (back === 1) came.add(id)
  }
  const over = [...cohorts].filter(([week]) => isOver(week)).map(([, cohort]) => cohort)
  const total = over.reduce((sum, { size }) => sum + size, 0)
  const back = over.reduce((sum, cohort) => sum + cohort.back, 0)
  const period = daysBetween(last - 7 * WEEKS + 1, last)
  const rows = [...cohorts].map(([week, cohort]) => rowOf(week, cohort, isOver(week)))
  const young = [...cohorts].find(([week, { size }]) => size > 0 && !isOver(week))
  const ready = total > 0 || young === undefined ? null : dayToIso(young[0] + 7 * (RETURN_WEEK + 1))
  const own = shareOf(back, total)
  const interval = actor === 'account' ? own.interval : limitsOf([...byAccount.values()])
  return measured(
    { ...own, interval, period, rows, ready, ...partOf(actor, all, (id) => came.has(id)) },
    'nobody who began in the last twelve weeks has the fourth week behind them',
  )
}

function addTo(shares: Map<number, { successes: number; total: number }>, account: number, back: number): void {
  const own = shares.get(account) ?? { successes: 0, total: 0 }
  shares.set(account, { successes: own.successes + back, total: own.total + 1 })
}

/** Users of one account are not independent of each other. */
function limitsOf(shares: readonly Share[]): { lower: number; upper: number } | null {
  const limits = estimateClusteredProportion(shares)
  return limits === null ? null : { lower: limits.lower, upper: limits.upper }
}

function rowOf(week: Day, { size, back }: { size: number; back: number }, over: boolean): MeasuredRow {
  if (over) return shareRow(dayToIso(week), back, size)
  return { label: dayToIso(week), value: null, count: null, total: size }
}

/** In which weeks each actor was active; the first is that of its first activity ever, if it is looked back so far. */
async function weeksOf(
  measuring: Measuring,
  actor: 'user' | 'account',
  weekOf: (day: Day) => Day,
): Promise<ReadonlyMap<number, { readonly weeks: ReadonlySet<Day>; readonly account: number }>> {
  const found = new Map<number, { readonly weeks: Set<Day>; readonly account: number }>()
  for (const one of await seriesOf(measuring, actor)) {
    const key = actor === 'user' ? one.person : one.account
    const own = found.get(key) ?? { weeks: new Set(), account: one.account }
    for (const day of one.days) if (day <= measuring.last) own.weeks.add(weekOf(day))
    if (own.weeks.size > 0) found.set(key, own)
  }
  return found
}
