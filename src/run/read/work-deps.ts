import type { ApiDeps } from '../../contract/api-deps.ts'
import { removeAbsence } from '../../store/control/absences.ts'
import { actOnTask, undoTask } from '../act-on-task.ts'
import { noteAbsence } from '../note-absence.ts'
import type { Project } from '../project.ts'
import { listPulses, sayPulse } from '../say-pulse.ts'
import { keepWork, type WorkSource } from './gather-work.ts'
import { keepBandTables } from './keep-band-tables.ts'
import { keepExcluded } from './keep-excluded.ts'
import { keepPlans } from './keep-plans.ts'
import { readBandChanges } from './read-band-changes.ts'
import { keepTeam } from './read-team.ts'
import { readTask, readTasksAbout, readWorklist } from './read-worklist.ts'

type WorkDeps = Pick<
  ApiDeps,
  | 'getWorklist'
  | 'getBandChanges'
  | 'getTeam'
  | 'listUntouched'
  | 'noteAbsence'
  | 'removeAbsence'
  | 'listPulses'
  | 'sayPulse'
  | 'listTasksAbout'
  | 'getTask'
  | 'actOnTask'
  | 'undoTask'
>

/** What the API asks about work: tasks, the team, what people say of accounts. */
export function workDeps(project: Project, source: WorkSource): WorkDeps {
  const kept = { work: keepWork(project, source), plans: keepPlans(project), excluded: keepExcluded(project) }
  const tableOf = keepBandTables(project)
  return {
    getWorklist: (query) => readWorklist(project, kept, query),
    getBandChanges: (query) => readBandChanges(project, tableOf, query),
    ...keepTeam(project, kept),
    noteAbsence: (request) => noteAbsence(project, request),
    removeAbsence: (id) => removeAbsence(project.control, id),
    listPulses: () => listPulses(project),
    sayPulse: async (account, request) => {
      const known = project.store.dictionary.account.idOf(account) !== undefined
      return known ? { pulse: await sayPulse(project, account, request) } : null
    },
    listTasksAbout: (request) => readTasksAbout(project, kept, request),
    getTask: (id) => readTask(project, kept, id),
    actOnTask: async (id, request) => actOnTask(project, await readTask(project, kept, id), request),
    undoTask: (id, { by }) => undoTask(project, id, by),
  }
}
