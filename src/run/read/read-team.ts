import { plural } from '../../config/describe-window.ts'
import type { AccountRow } from '../../contract/accounts.ts'
import type { Team, WorkloadRow } from '../../contract/team.ts'
import { dayToIso } from '../../core/time.ts'
import { readAbsences } from '../../store/control/absences.ts'
import { readTouched } from '../../store/control/task-acts.ts'
import { planWorklist } from '../../worklist/plan-worklist.ts'
import { summariseTeam, type Workload } from '../../worklist/summarise-team.ts'
import { toAbsenceRow } from '../note-absence.ts'
import type { Project } from '../project.ts'
import { gatherWork, teamsOf } from './gather-work.ts'

/** How everybody of every team stands today: what a lead looks at. */
export async function readTeam(project: Project, rows: readonly AccountRow[]): Promise<Team> {
  const work = await gatherWork(project, rows)
  const teams = teamsOf(project.config.judged.model)
  const tasks = planWorklist({ ...work, horizon: 'day' })
  const touched = await readTouched(project.control)
  const data = summariseTeam({ ...work, teams, tasks, touched }).map(toRow)
  const absences = await readAbsences(project.control, work.today)
  return {
    today: dayToIso(work.today),
    sentence: phraseTeam(data),
    data,
    absences: absences.map(toAbsenceRow),
  }
}

function toRow({ away, mrr, ...rest }: Workload): WorkloadRow {
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
