import type { Day } from '../../core/time.ts'
import type { Beginners, Cohort } from './beginners.ts'

const DISCOVERY = 0.6
const WEEK = 7

export type Split = { readonly discovery: Cohort; readonly confirmation: Cohort }

/**
 * Earlier beginners, among whom is searched, and later ones, among whom what was found is measured: whole weeks, of which the first hold at least three fifths of
 * all. Never by chance: the product of today is not that of then. An account is wholly in one, by its first beginner.
 */
export function splitCohorts(beginners: Beginners): Split {
  const weekOf = weeksOf(beginners)
  const counts = new Map<number, number>()
  for (const week of weekOf) counts.set(week, (counts.get(week) ?? 0) + 1)
  let border = Number.NEGATIVE_INFINITY
  let before = 0
  for (const [week, count] of [...counts].sort(([a], [b]) => a - b)) {
    if (before >= DISCOVERY * beginners.count) break
    before += count
    border = week
  }
  const part = (takes: (week: number) => boolean): Cohort => {
    const members = Int32Array.from(Array.from(weekOf.keys()).filter((i) => takes(weekOf[i]!)))
    const days = Array.from(members, (i): Day => beginners.start[i]!)
    const [from, to] = [
      days.reduce((a, b) => Math.min(a, b), Infinity),
      days.reduce((a, b) => Math.max(a, b), -Infinity),
    ]
    return { members, from, to }
  }
  return { discovery: part((week) => week <= border), confirmation: part((week) => week > border) }
}

function weeksOf({ cluster, start, count }: Beginners): Int32Array {
  const first = new Map<number, Day>()
  for (let i = 0; i < count; i++)
    first.set(cluster[i]!, Math.min(first.get(cluster[i]!) ?? Number.POSITIVE_INFINITY, start[i]!))
  return Int32Array.from(cluster, (account) => Math.floor(first.get(account)! / WEEK))
}
