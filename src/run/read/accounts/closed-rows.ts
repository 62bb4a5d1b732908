import type { AccountRow } from '../../../contract/accounts.ts'
import type { Project } from '../../project.ts'
import { readClosedRows } from '../read-account-rows.ts'

/**
 * The accounts as of the last close, without what is open now: computed once for it, by whoever asks first. A closed day only changes with an import or the config.
 * Accounts that nobody had heard of are added at the end.
 */
export function closedRows(project: Project): Promise<readonly AccountRow[]> {
  const { judgedDay, seeded, config, store, rows: kept } = project
  if (judgedDay === null) return Promise.resolve(NONE)
  const at = JSON.stringify([judgedDay, seeded, config.judged.model.hash])
  const anew = kept.at !== at
  const after = anew ? 0 : kept.upTo
  const last = store.dictionary.account.size()
  if (!anew && last === after) return kept.rows
  const read = readClosedRows(project, judgedDay, { after, last })
  const before = anew ? Promise.resolve([]) : kept.rows
  kept.rows = Promise.all([before, read]).then(([rows, more]) => {
    for (const row of more) rows.push(row)
    return rows
  })
  Object.assign(kept, { at, upTo: last })
  kept.rows.catch(() => {
    kept.at = ''
  })
  return kept.rows
}

const NONE: readonly AccountRow[] = []
