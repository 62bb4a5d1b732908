import { readActsVersion } from '../../store/control/task-acts.ts'
import type { Horizon } from '../../worklist/draw-line.ts'
import { planWorklist } from '../../worklist/plan-worklist.ts'
import type { Task, WorkAccount } from '../../worklist/task.ts'
import type { Project } from '../project.ts'
import { type GatheredWork, listWork } from './gather-work.ts'

export type Plans = {
  /** The tasks of everybody, planned again when something has changed. `version`: equal for equal tasks. */
  readonly all: (work: GatheredWork, horizon: Horizon) => Promise<{ readonly tasks: Task[]; readonly version: string }>
  /** The tasks of one assignee, from the accounts of the assignee alone: who does what and what waits is told of each by itself. */
  readonly of: (work: GatheredWork, horizon: Horizon, assignee: string) => Promise<Task[]>
  /** Those of an account, with all of whoever does them. */
  readonly about: (work: GatheredWork, horizon: Horizon, account: WorkAccount) => Promise<Task[]>
}

export function keepPlans(project: Project): Plans {
  const kept = new Map<Horizon, { readonly version: string; readonly tasks: Task[] }>()
  const planSome = async (work: GatheredWork, horizon: Horizon, some: readonly WorkAccount[]): Promise<Task[]> =>
    planWorklist({ ...(await listWork(project, work, some)), horizon })
  return {
    all: async (work, horizon) => {
      const version = `${work.version}/${await readActsVersion(project.control)}`
      const known = kept.get(horizon)
      if (known?.version === version) return known
      const planned = { version, tasks: planWorklist({ ...(await listWork(project, work, null)), horizon }) }
      kept.set(horizon, planned)
      return planned
    },
    of: async (work, horizon, assignee) => {
      const tasks = await planSome(work, horizon, work.byAssignee.get(assignee) ?? [])
      return tasks.filter((task) => task.assignee === assignee)
    },
    about: async (work, horizon, account) => {
      const beside = [...work.byAssignee.values()].filter((own) => own.includes(account)).flat()
      return planSome(work, horizon, [...new Set([account, ...beside])])
    },
  }
}
