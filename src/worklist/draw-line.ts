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

export type Line = { readonly worklist: Worklist; readonly today: Day; readonly horizon: Horizon }

/** What somebody of a team has room for, and what they were given of it. */
type Room = { readonly alertsPerWeek: number; readonly tasks: number; alerts: number; taken: number }

/**
 * The tasks of everybody, ranked, with what waits: first what the alerts of a week have no room for, then what is beyond the assignee's
 * capacity. Those of least rank wait.
 */
export function drawLine(ranked: readonly Task[], line: Line): Task[] {
  const rooms = new Map<string, Map<string, Room>>()
  return ranked.map((task) => {
    const waits = task.assignee === null ? null : take(roomOf(rooms, line, task), task, line.today)
    return task.waits === waits ? task : { ...task, waits }
  })
}

function take(room: Room, task: Task, today: Day): Task['waits'] {
  if (room.alertsPerWeek < Number.POSITIVE_INFINITY && isNewAlert(task, today)) {
    if (room.alerts >= room.alertsPerWeek) return 'budget'
    room.alerts += 1
  }
  if (room.taken >= room.tasks) return 'capacity'
  room.taken += 1
  return null
}

function roomOf(
  rooms: Map<string, Map<string, Room>>,
  { worklist, horizon }: Line,
  { team: key, assignee }: Pick<Task, 'team' | 'assignee'>,
): Room {
  const ofTeam = rooms.get(key) ?? new Map<string, Room>()
  const known = ofTeam.get(assignee!)
  if (known !== undefined) return known
  const team = teamOf(worklist, key)
  const capacity = capacityOf(team, assignee!) ?? Number.POSITIVE_INFINITY
  const alertsPerWeek = team.alertsPerWeek ?? Number.POSITIVE_INFINITY
  const room = { alertsPerWeek, tasks: capacity * HORIZONS[horizon].worked, alerts: 0, taken: 0 }
  rooms.set(key, ofTeam.set(assignee!, room))
  return room
}

/** It came of a signal that opened within the last seven days. */
export function isNewAlert({ reasons }: Pick<Task, 'reasons'>, today: Day): boolean {
  return reasons.some(({ what, seen }) => what.kind === 'signal' && seen > today - 7)
}
