import type { Worklist } from '../config/worklist.ts'
import type { Day } from '../core/time.ts'
import { capacityOf, teamOf } from './assign-account.ts'
import type { Task } from './task.ts'

export type Horizon = 'day' | 'week' | 'month'
/** Days that are looked ahead, and the working days in them. */
export const HORIZONS = {
  day: { days: 1, worked: 1 },
  week: { days: 7, worked: 5 },
  month: { days: 30, worked: 21 },
} as const

type Line = { readonly worklist: Worklist; readonly today: Day; readonly horizon: Horizon }

/**
 * The tasks of everybody, ranked, with what waits: first what the alerts of a week have no room for, then what is beyond the assignee's
 * capacity. Those of least rank wait.
 */
export function drawLine(ranked: readonly Task[], { worklist, today, horizon }: Line): Task[] {
  const alerts = new Map<string, number>()
  const taken = new Map<string, number>()
  return ranked.map((task) => {
    if (task.assignee === null) return task
    const team = teamOf(worklist, task.team)
    const key = JSON.stringify([task.team, task.assignee])
    if (team.alertsPerWeek !== null && isNewAlert(task, today)) {
      const given = alerts.get(key) ?? 0
      if (given >= team.alertsPerWeek) return { ...task, waits: 'budget' }
      alerts.set(key, given + 1)
    }
    const capacity = capacityOf(team, task.assignee)
    const done = taken.get(key) ?? 0
    if (capacity !== null && done >= capacity * HORIZONS[horizon].worked) return { ...task, waits: 'capacity' }
    taken.set(key, done + 1)
    return task
  })
}

/** It came of a signal that opened within the last seven days. */
export function isNewAlert({ reasons }: Pick<Task, 'reasons'>, today: Day): boolean {
  return reasons.some(({ what, seen }) => what.kind === 'signal' && seen > today - 7)
}
