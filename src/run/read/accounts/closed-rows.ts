import type { AccountRow } from '../../../contract/accounts.ts'
import type { Project } from '../../project.ts'
import { readClosedRows } from '../read-account-rows.ts'

/**
 * The accounts as of the last close, without what is open now: computed once for it, by whoever asks first. A closed day only changes with an import, the config, or an
 * account nobody had heard of.
 */
export function closedRows(project: Project): Promise<readonly AccountRow[]> {
  const { judgedDay, seeded, config, store, rows: kept } = project
  const of = JSON.stringify([judgedDay, seeded, config.judged.model.hash, store.dictionary.account.size()])
  if (kept.of !== of) {
    kept.rows = judgedDay === null ? Promise.resolve([]) : readClosedRows(project, judgedDay)
    kept.of = of
    kept.rows.catch(() => {
      kept.of = ''
    })
  }
  return kept.rows
}
