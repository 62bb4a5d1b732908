import { AccountQuery } from '../contract/accounts.ts'
import { RECENT_DAYS } from '../contract/analyze/recent-days.ts'
import type { ApiDeps } from '../contract/api-deps.ts'
import { BandChangesQuery } from '../contract/band-changes.ts'
import { WorklistQuery } from '../contract/worklist.ts'
import { TelltaleError } from '../core/errors.ts'
import { dayToIso, isoToDay } from '../core/time.ts'

type Asked = Pick<ApiDeps, 'listAccounts' | 'getWorklist' | 'getTeam' | 'getBandChanges'>

/** Asks what is gone on from for every other question about all accounts, before anybody does: of many accounts it takes seconds. */
export async function askAhead(api: Asked): Promise<void> {
  const { asOf } = await api.getWorklist(WorklistQuery.parse({ limit: 1 }))
  await api.getTeam()
  if (asOf !== null) await askBands(api, asOf)
  await api.listAccounts(AccountQuery.parse({ limit: 1 }))
  for (const horizon of ['week', 'month']) await api.getWorklist(WorklistQuery.parse({ horizon, limit: 1 }))
}

/** As Today asks for them. */
async function askBands(api: Asked, asOf: string): Promise<void> {
  const from = dayToIso(isoToDay(asOf)! - RECENT_DAYS + 1)
  try {
    await api.getBandChanges(BandChangesQuery.parse({ score: 'health', from, limit: 1 }))
  } catch (error) {
    // There may be no such score.
    if (!(error instanceof TelltaleError)) throw error
  }
}
