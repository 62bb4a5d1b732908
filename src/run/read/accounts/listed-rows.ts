import type { AccountRow } from '../../../contract/accounts.ts'
import { accountKey } from '../../../ingest/account-key.ts'
import type { Project } from '../../project.ts'
import { closedRows } from './closed-rows.ts'
import type { ListedRows } from './kept-rows.ts'

/** The accounts of the last close without those that rules of exclusion name, as far as is known now; the same list as long as these are the same. */
export async function listedRows(project: Project): Promise<ListedRows> {
  const from = await closedRows(project)
  const { excluded, merged } = project.applier.attribution
  const excludedKeys = [...excluded].filter((key) => key.startsWith(accountKey('')))
  const named = JSON.stringify([merged.size, excludedKeys])
  const kept = project.rows.listed
  const listed = kept?.from === from && kept.named === named ? kept : { rows: [], excluded: 0, from, of: 0, named }
  for (; listed.of < from.length; listed.of++) {
    const row = from[listed.of]!
    if (wasTakenIn(project, row)) continue
    if (excluded.has(accountKey(row.key))) listed.excluded += 1
    else listed.rows.push(row)
  }
  project.rows.listed = listed
  return listed
}

/** Another account took it in, and nothing of it was left on that day: on the days before it still stands by itself. */
function wasTakenIn({ applier }: Project, { key, members, mrr, lastActiveDay }: AccountRow): boolean {
  return members === 0 && mrr === null && lastActiveDay === null && applier.attribution.merged.has(key)
}
