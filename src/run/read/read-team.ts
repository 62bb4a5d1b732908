import { plural } from '../../config/describe/describe-window.ts'
import type { ApiDeps } from '../../contract/api-deps.ts'
import type { Team, WorkloadRow } from '../../contract/team.ts'
import { dayToIso } from '../../core/time.ts'
import { readAbsences } from '../../store/control/absences.ts'
import { readTouched } from '../../store/control/task-acts.ts'
import { summariseTeam, type Workload } from '../../worklist/summarise-team.ts'
import type { Task } from '../../worklist/task.ts'
import { toAbsenceRow } from '../note-absence.ts'
import type { Project } from '../project.ts'
import type { GatheredWork } from './gather-work.ts'
import type { KeptWork } from './read-worklist.ts'
import { teamsOf } from './work/to-work-account.ts'

type KeptTeam = { readonly version: number; readonly team: Team; readonly workloads: readonly Workload[] }

const UNTOUCHED_LISTED = 1_000

/** How everybody of every team stands today: what a lead looks at. Summed up again when something has changed. */
export function keepTeam(
  project: Project,
  { work: gather, plans }: KeptWork,
): Pick<ApiDeps, 'getTeam' | 'listUntouched'> {
  let kept: KeptTeam | null = null
  const read = async (): Promise<KeptTeam> => {
    const work = await gather()
    const { tasks, version } = await plans.all(work, 'day')
    if (kept?.version !== version) kept = { version, ...(await sumUpTeam(project, work, tasks)) }
    return kept
  }
  return {
    getTeam: async () => (await read()).team,
    listUntouched: async ({ team, assignee = null }) => {
      const { workloads } = await read()
      const accounts = workloads.find((one) => one.team === team && one.assignee === assignee)?.untouchedAccounts ?? []
      return { total: accounts.length, data: accounts.slice(0, UNTOUCHED_LISTED) }
    },
  }
}

async function sumUpTeam(
  project: Project,
  work: GatheredWork,
  tasks: readonly Task[],
): Promise<Pick<KeptTeam, 'team' | 'workloads'>> {
  const teams = teamsOf(project.config.judged.model)
  const touched = await readTouched(project.control)
  const workloads = summariseTeam({ ...work, teams, tasks, touched })
  const data = workloads.map(toRow)
  const absences = await readAbsences(project.control, work.today)
  const sentence = phraseTeam(data)
  return { workloads, team: { today: dayToIso(work.today), sentence, data, absences: absences.map(toAbsenceRow) } }
}

function toRow({ away, mrr, untouchedAccounts: _, ...rest }: Workload): WorkloadRow {
  return {
    ...rest,
    mrr: [...mrr],
    away: away === null ? null : { from: dayToIso(away.from), to: dayToIso(away.to), cover: away.cover },
  }
}

/** "42 tasks due, 3 overdue, 5 waiting; 2 of the team have more accounts than a portfolio holds; 12 tasks of accounts that are nobody’s." */
function phraseTeam(rows: readonly WorkloadRow[]): string {
  const sum = (pick: (row: WorkloadRow) => number) => rows.reduce((total, row) => total + pick(row), 0)
  const full = rows.filter(({ assignee, accounts, portfolio }) => {
    return assignee !== null && portfolio !== null && accounts > portfolio
  }).length
  const orphans = sum(({ assignee, tasks }) => (assignee === null ? tasks : 0))
  const have = full === 1 ? 'has more accounts than a portfolio holds' : 'have more accounts than a portfolio holds'
  return [
    `${plural(
      sum(({ tasks }) => tasks),
      'task',
    )} due, ${sum(({ overdue }) => overdue)} overdue, ${sum(({ waiting }) => waiting)} waiting`,
    ...(full === 0 ? [] : [`${full} of the team ${have}`]),
    ...(orphans === 0 ? [] : [`${plural(orphans, 'task')} of accounts that are nobody’s`]),
  ]
    .join('; ')
    .concat('.')
}
