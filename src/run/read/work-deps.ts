import type { AccountRow } from '../../contract/accounts.ts'
import type { ApiDeps } from '../../contract/api-deps.ts'
import { removeAbsence } from '../../store/control/absences.ts'
import { actOnTask, undoTask } from '../act-on-task.ts'
import { noteAbsence } from '../note-absence.ts'
import type { Project } from '../project.ts'
import { listPulses, sayPulse } from '../say-pulse.ts'
import { readBandChanges } from './read-band-changes.ts'
import { readTeam } from './read-team.ts'
import { readTask, readWorklist } from './read-worklist.ts'

type WorkDeps = Pick<
  ApiDeps,
  | 'getWorklist'
  | 'getBandChanges'
  | 'getTeam'
  | 'noteAbsence'
  | 'removeAbsence'
  | 'listPulses'
  | 'sayPulse'
  | 'getTask'
  | 'actOnTask'
  | 'undoTask'
>

/** What the API asks about work: tasks, the team, what people say of accounts. @param rows of the accounts list */
export function workDeps(project: Project, rows: () => Promise<readonly AccountRow[]>): WorkDeps {
  return {
    getWorklist: async (query) => readWorklist(project, await rows(), query),
    getBandChanges: (query) => readBandChanges(project, query),
    getTeam: async () => readTeam(project, await rows()),
    noteAbsence: (request) => noteAbsence(project, request),
    removeAbsence: (id) => removeAbsence(project.control, id),
    listPulses: () => listPulses(project),
    sayPulse: async (account, request) => {
      const known = project.store.dictionary.account.idOf(account) !== undefined
      return known ? { pulse: await sayPulse(project, account, request) } : null
    },
    getTask: async (id) => readTask(project, await rows(), id),
    actOnTask: async (id, request) => actOnTask(project, await readTask(project, await rows(), id), request),
    undoTask: (id, { by }) => undoTask(project, id, by),
  }
}
