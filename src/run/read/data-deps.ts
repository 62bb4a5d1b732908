import type { ApiDeps } from '../../contract/api-deps.ts'
import { mergeAccounts, splitAccount } from '../move-accounts.ts'
import type { Project } from '../project.ts'
import { readChangeLog } from './changed/read-change-log.ts'
import { listIncidents } from './changed/read-incidents.ts'
import { readDictionary } from './read-dictionary.ts'
import { readQuarantine } from './read-status.ts'

type DataDeps = Pick<
  ApiDeps,
  'mergeAccount' | 'splitAccount' | 'getDictionary' | 'listQuarantine' | 'listIncidents' | 'listChanges'
>

/** What is there, what is wrong with it, and whose it is. */
export function dataDeps(project: Project): DataDeps {
  return {
    mergeAccount: (account, request) => mergeAccounts(project, account, request),
    splitAccount: (account, request) => splitAccount(project, account, request),
    getDictionary: (query, stop) => readDictionary(project, query, stop),
    listQuarantine: (query) => readQuarantine(project, query),
    listChanges: (query) => readChangeLog(project, query),
    listIncidents: async () => ({ data: [...(await listIncidents(project))] }),
  }
}
