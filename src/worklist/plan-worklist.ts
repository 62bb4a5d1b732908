import type { Worklist } from '../config/worklist.ts'
import type { Day } from '../core/time.ts'
import { assignAccount, type Staff, staffOf } from './assign-account.ts'
import { drawLine, HORIZONS, type Horizon, type Line } from './draw-line.ts'
import { dueReason } from './due-day.ts'
import { groupReasons } from './group-reasons.ts'
import { placeMeasured } from './place-measured.ts'
import { riskOf, typicalMrr, urgencyOf, worthOf } from './rank-task.ts'
import type { Absence, Act, DueReason, Measured, Reason, Task, WorkAccount } from './task.ts'

export type WorkToPlan = {
  readonly worklist: Worklist
  readonly today: Day
  readonly horizon: Horizon
  readonly accounts: readonly WorkAccount[]
  readonly reasons: readonly Reason[]
  /** What was done last, by reason. */
  readonly acts: ReadonlyMap<string, Act>
  readonly absences: readonly Absence[]
  /** What a typical account is worth, by currency, where these are not all accounts; absent: by these. */
  readonly typical?: ReadonlyMap<string, number>
}

/** The tasks of all teams that are due by the end of the horizon, those of highest risk × value first, and where it was measured what an act brings, of highest gain × value. */
export function planWorklist(work: WorkToPlan): Task[] {
  return placeTasks(rankTasks(tasksOf(work)), work)
}

/** The tasks of all teams that are due by the end of the horizon, in no order. Those of an account do not depend on any other account. */
export function tasksOf(work: WorkToPlan): Task[] {
  const { today, horizon, reasons, acts } = work
  const accounts = new Map(work.accounts.map((account) => [account.key, account]))
  const last = today + HORIZONS[horizon].days - 1
  const due = reasons.flatMap((reason) => {
    const own = accounts.has(reason.account) ? dueReason(reason, acts.get(reason.id), today) : null
    return own === null || own.due > last ? [] : [own]
  })
  const typical = work.typical ?? typicalMrr(work.accounts)
  const teams = new Set(due.map(({ suggest }) => suggest.team))
  const staffs = new Map([...teams].map((key) => [key, staffOf(work, key)]))
  return groupReasons(due).map((group) => toTask(today, { group, accounts, staffs, typical }))
}

/** Those of highest risk × value first. */
export function rankTasks(tasks: readonly Task[]): Task[] {
  return [...tasks].sort(byRank)
}

/** Of tasks by rank: those of which it was measured what an act brings take each other's places, and what there is no room for waits. */
export function placeTasks(ranked: readonly Task[], line: Line): Task[] {
  const gainOf = ({ measured, value }: Task) => (measured === null ? null : measured.gain * value)
  return drawLine(placeMeasured(ranked, gainOf), line)
}

type Parts = {
  readonly group: readonly DueReason[]
  readonly accounts: ReadonlyMap<string, WorkAccount>
  readonly staffs: ReadonlyMap<string, Staff>
  readonly typical: ReadonlyMap<string, number>
}

function toTask(today: Day, { group, accounts, staffs, typical }: Parts): Task {
  const [first] = group
  const account = accounts.get(first!.account)!
  const key = first!.suggest.team
  const reasons = placeMeasured([...group].sort(byUrgency(today)), (reason) => measuredOf(reason)?.gain ?? null)
  const value = worthOf(account.mrr, typical)
  return {
    id: first!.id,
    ...{ account, team: key, reasons, value },
    ...assignAccount(account, staffs.get(key)!),
    due: Math.min(...group.map((reason) => reason.due)),
    overdueDays: Math.max(...group.map((reason) => reason.overdueDays)),
    risk: riskOf(reasons, account, today),
    measured: measuredOf(reasons[0]!),
    waits: null,
  }
}

function measuredOf({ what }: Reason): Measured | null {
  return what.kind === 'signal' ? what.measured : null
}

function byUrgency(today: Day): (a: DueReason, b: DueReason) => number {
  return (a, b) => urgencyOf(b, today) - urgencyOf(a, today) || a.seen - b.seen || (a.id < b.id ? -1 : 1)
}

function byRank(a: Task, b: Task): number {
  return b.risk * b.value - a.risk * a.value || a.due - b.due || (a.id < b.id ? -1 : 1)
}
