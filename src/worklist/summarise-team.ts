import type { Worklist } from '../config/worklist.ts'
import type { Day } from '../core/time.ts'
import { groupBy } from '../stats/samples/group-by.ts'
import { capacityOf, ownerOf, type Staff, staffOf, teamOf } from './assign-account.ts'
import { isNewAlert } from './draw-line.ts'
import { sumMonies } from './sum-up-tasks.ts'
import type { Absence, Money, Task, WorkAccount } from './task.ts'

/** Accounts about which nothing was done for so long count as untouched. */
const UNTOUCHED_DAYS = 30

/** How one assignee of a team stands on a day; `assignee` null: the accounts that are nobody's. */
export type Workload = {
  readonly team: string
  readonly assignee: string | null
  readonly accounts: number
  readonly portfolio: number | null
  readonly mrr: readonly Money[]
  /** Due today: all, those overdue, those that wait below the line. */
  readonly tasks: number
  readonly overdue: number
  readonly waiting: number
  readonly capacity: number | null
  /** Tasks that came of alerts within the last seven days. */
  readonly alerts: number
  readonly alertsPerWeek: number | null
  /** Accounts older than thirty days about which nothing was done for thirty. */
  readonly untouched: number
  /** Which, by key. */
  readonly untouchedAccounts: readonly string[]
  readonly away: Absence | null
}

export type TeamToSummarise = {
  readonly worklist: Worklist
  readonly teams: readonly string[]
  readonly today: Day
  readonly accounts: readonly WorkAccount[]
  readonly tasks: readonly Task[]
  /** When something was done about an account last. */
  readonly touched: ReadonlyMap<string, Day>
  readonly absences: readonly Absence[]
}

/** Everybody of every team, by team and name; nobody last. */
export function summariseTeam(of: TeamToSummarise): Workload[] {
  return of.teams.flatMap((key) => {
    const staff = staffOf(of, key)
    const portfolios = groupBy(of.accounts, (account) => ownerOf(account, staff))
    const tasks = groupBy(
      of.tasks.filter(({ team }) => team === key),
      ({ assignee }) => assignee,
    )
    const listed = teamOf(of.worklist, key).people.map(({ name }) => name)
    const people = [...new Set([...listed, ...portfolios.keys(), ...tasks.keys()])].sort(nobodyLast)
    return people.map((assignee) =>
      toWorkload(of, { staff, assignee, owned: portfolios.get(assignee) ?? [], tasks: tasks.get(assignee) ?? [] }),
    )
  })
}

type Own = {
  readonly staff: Staff
  readonly assignee: string | null
  readonly owned: readonly WorkAccount[]
  readonly tasks: readonly Task[]
}

function toWorkload({ worklist, today, touched }: TeamToSummarise, { staff, assignee, owned, tasks }: Own): Workload {
  const team = teamOf(worklist, staff.key)
  const untouched = owned.flatMap((one) => (isUntouched(one, touched.get(one.key), today) ? [one.key] : [])).sort()
  return {
    ...{
      team: staff.key,
      assignee,
      accounts: owned.length,
      portfolio: team.portfolio,
      mrr: sumMonies(owned.map(({ mrr }) => mrr)),
    },
    tasks: tasks.length,
    overdue: tasks.filter(({ overdueDays }) => overdueDays > 0).length,
    waiting: tasks.filter(({ waits }) => waits !== null).length,
    capacity: assignee === null ? null : capacityOf(team, assignee),
    alerts: tasks.filter((task) => isNewAlert(task, today)).length,
    alertsPerWeek: team.alertsPerWeek,
    ...{ untouched: untouched.length, untouchedAccounts: untouched },
    away: assignee === null ? null : (staff.away.get(assignee) ?? null),
  }
}

function isUntouched({ ageDays }: WorkAccount, touched: Day | undefined, today: Day): boolean {
  if (touched !== undefined) return today - touched > UNTOUCHED_DAYS
  return ageDays !== null && ageDays > UNTOUCHED_DAYS
}

function nobodyLast(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}
