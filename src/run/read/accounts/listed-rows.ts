import { accountKey } from '../../../ingest/account-key.ts'
import type { Project } from '../../project.ts'
import { closedRows } from './closed-rows.ts'
import type { ListedRows } from './kept-rows.ts'

/** The accounts of the last close without those that rules of exclusion name, as far as is known now; the same rows as long as these are the same. */
export async function listedRows(project: Project): Promise<ListedRows> {
  const of = await closedRows(project)
  const { excluded } = project.applier.attribution
  const named = [...excluded].filter((key) => key.startsWith(accountKey(''))).join('\n')
  const { listed } = project.rows
  if (listed?.of === of && listed.named === named) return listed
  const rows = named === '' ? of : of.filter(({ key }) => !excluded.has(accountKey(key)))
  const fresh = { of, named, rows, excluded: of.length - rows.length }
  project.rows.listed = fresh
  return fresh
}
