import { setImmediate as afterThisTurn } from 'node:timers/promises'
import { changedSince } from '../../core/change-journal.ts'
import { takeTurns } from '../../core/take-turns.ts'
import { readTasksGiven } from '../../store/control/playbooks/playbook-sends.ts'
import { readActedAccounts, readActsVersion } from '../../store/control/task-acts.ts'
import type { Horizon } from '../../worklist/draw-line.ts'
import { placeTasks, planWorklist, rankTasks, tasksOf } from '../../worklist/plan-worklist.ts'
import { sumUpTasks, type TaskSums } from '../../worklist/sum-up-tasks.ts'
import type { Task, WorkAccount } from '../../worklist/task.ts'
import type { Project } from '../project.ts'
import type { GatheredWork } from './gather-work.ts'
import { accountsOf, assigneesOf } from './work/gather-accounts.ts'
import { listAllWork, listWork } from './work/list-work.ts'

export type Plans = {
  /** The tasks of everybody. `version`: equal for equal tasks. */
  readonly all: (work: GatheredWork, horizon: Horizon) => Promise<Pick<Planned, 'tasks' | 'sums' | 'version'>>
  /** The tasks of one assignee, from the accounts of the assignee alone: who does what and what waits is told of each by itself. */
  readonly of: (work: GatheredWork, horizon: Horizon, assignee: string) => Promise<Task[]>
  /** Those of an account, with all of whoever does them. */
  readonly about: (work: GatheredWork, horizon: Horizon, account: WorkAccount) => Promise<Task[]>
}

/** How far was looked at what tasks are made of. */
type Marks = { readonly accounts: number; readonly open: number; readonly acts: string; readonly given: number }

type Planned = {
  readonly basis: readonly unknown[]
  readonly marks: Marks
  /** By rank alone. */
  readonly ranked: readonly Task[]
  readonly tasks: readonly Task[]
  readonly sums: TaskSums
  readonly version: number
}

/** Tasks of so many accounts are made before others get their turn. */
const PIECE = 1_000
/** For so few accounts tasks are made that are not kept. */
const FEW = 1_000

/** The tasks of all accounts are made once for all that changes every one of them; then those of the accounts of which something has changed, and no others. */
export function keepPlans(project: Project): Plans {
  const kept = new Map<Horizon, Planned>()
  const inTurn = takeTurns()
  const all = (work: GatheredWork, horizon: Horizon): Promise<Planned> =>
    inTurn(async () => {
      const planned = await planAgain(project, { work, horizon, known: kept.get(horizon) ?? null })
      kept.set(horizon, planned)
      return planned
    })
  const about = async (work: GatheredWork, horizon: Horizon, some: readonly WorkAccount[]): Promise<Task[]> => {
    if (some.length <= FEW && !kept.has(horizon))
      return planWorklist({ ...(await listWork(project, work, some)), horizon })
    const { ranked } = await all(work, horizon)
    const keys = new Set(some.map(({ key }) => key))
    const own = ranked.filter(({ account }) => keys.has(account.key))
    return placeTasks(own, { ...work, horizon })
  }
  return {
    all,
    of: async (work, horizon, assignee) => {
      const tasks = await about(work, horizon, accountsOf(work, assignee))
      return tasks.filter((task) => task.assignee === assignee)
    },
    about: (work, horizon, account) => {
      const beside = [...assigneesOf(work, account)].flatMap((assignee) => accountsOf(work, assignee))
      return about(work, horizon, [...new Set([account, ...beside])])
    },
  }
}

type ToPlan = { readonly work: GatheredWork; readonly horizon: Horizon; readonly known: Planned | null }

async function planAgain(project: Project, { work, horizon, known }: ToPlan): Promise<Planned> {
  const basis = [work.accounts, JSON.stringify(work.gains)]
  const holds = known?.basis.every((one, i) => one === basis[i]) === true
  const { marks, changed } = await lookOn(project, work, holds ? known.marks : null)
  if (known !== null && changed?.size === 0) return { ...known, marks }
  const some = changed === null ? null : [...changed].flatMap((key) => work.accounts[work.placeOf.get(key) ?? -1] ?? [])
  const kept = known === null || changed === null ? [] : known.ranked.filter(({ account }) => !changed.has(account.key))
  const made = await makeTasks(project, work, { horizon, some })
  const ranked = rankTasks([...kept, ...made])
  const tasks = placeTasks(ranked, { ...work, horizon })
  const sums = sumUpTasks(tasks, work.today)
  // Ranked are those that say what waits: of whom nothing changes, the same ones are told the next time.
  return { basis, marks, tasks, ranked: rankTasks(tasks), sums, version: (known?.version ?? 0) + 1 }
}

/** The accounts of which something has changed since it was looked last; null: of too many to tell, or all of them are to be planned. */
async function lookOn(
  { control }: Project,
  work: GatheredWork,
  before: Marks | null,
): Promise<{ readonly marks: Marks; readonly changed: ReadonlySet<string> | null }> {
  const acts = await readActsVersion(control)
  const given = await readTasksGiven(control, before?.given ?? 0)
  const acted = before === null ? [] : await readActedAccounts(control, before.acts, acts)
  const marks = { accounts: work.changes.version, open: work.open.changes.version, acts, given: given.last }
  const gone = before === null ? null : changedSince(work.changes, before.accounts)
  const moved = before === null ? null : changedSince(work.open.changes, before.open)
  const changed = gone === null || moved === null ? null : new Set([...gone, ...moved, ...acted, ...given.accounts])
  return { marks, changed }
}

/** In no order. */
async function makeTasks(
  project: Project,
  work: GatheredWork,
  { horizon, some }: { readonly horizon: Horizon; readonly some: readonly WorkAccount[] | null },
): Promise<Task[]> {
  if (some !== null) return tasksOf({ ...(await listWork(project, work, some)), horizon })
  const tasks: Task[] = []
  for await (const listed of listAllWork(project, work, PIECE)) {
    for (const task of tasksOf({ ...listed, horizon })) tasks.push(task)
    await afterThisTurn()
  }
  return tasks
}
