import type { ApiDeps } from '../../contract/api-deps.ts'
import { mergeAccounts, splitAccount } from '../move-accounts.ts'
import type { Project } from '../project.ts'
import { readChangeLog } from './changed/read-change-log.ts'
import { listIncidents } from './changed/read-incidents.ts'
import { readDictionary } from './names/read-dictionary.ts'
import { readQuarantine } from './read-status.ts'
import { readLeftOut } from './store/read-left-out.ts'
import { readStorage } from './store/read-storage.ts'

type DataDeps = Pick<
  ApiDeps,
  | 'mergeAccount'
  | 'splitAccount'
  | 'getDictionary'
  | 'listQuarantine'
  | 'listLeftOut'
  | 'listIncidents'
  | 'listChanges'
  | 'getStorage'
>

/** What is there, what is wrong with it, and whose it is. */
export function dataDeps(project: Project): DataDeps {
  return {
    mergeAccount: (account, request) => mergeAccounts(project, account, request),
    splitAccount: (account, request) => splitAccount(project, account, request),
    getDictionary: (query, stop) => readDictionary(project, query, stop),
    getStorage: () => readStorage(project),
    listQuarantine: (query) => readQuarantine(project, query),
    listLeftOut: (query) => readLeftOut(project, query),
    listChanges: (query) => readChangeLog(project, query),
    listIncidents: async () => ({ data: [...(await listIncidents(project))] }),
  }
}
