import { AccountQuery } from '../contract/accounts.ts'
import type { ApiDeps } from '../contract/api-deps.ts'
import { WorklistQuery } from '../contract/worklist.ts'

/** Asks what is gone on from for every other question about all accounts, before anybody does: of many accounts it takes seconds. */
export async function askAhead(api: Pick<ApiDeps, 'listAccounts' | 'getWorklist' | 'getTeam'>): Promise<void> {
  await api.listAccounts(AccountQuery.parse({ limit: 1 }))
  await api.getWorklist(WorklistQuery.parse({ limit: 1 }))
  await api.getTeam()
}
