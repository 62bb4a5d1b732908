import type { AccountPage, AccountQuery, AccountRow, AccountSummary } from '../../../contract/accounts.ts'
import { orderAccounts, pickAccounts } from '../../../contract/select-accounts.ts'
import { summariseAccounts } from '../../../contract/summarise-accounts.ts'
import { dayToIso } from '../../../core/time.ts'
import type { Project } from '../../project.ts'
import type { OpenEpisodes } from '../open-episodes.ts'
import { addPresent } from '../read-account-rows.ts'
import { listedRows } from './listed-rows.ts'

type Listed = {
  readonly basis: readonly unknown[]
  readonly rows: readonly AccountRow[]
  readonly summary: AccountSummary
  /** The rows in each order that was asked for. */
  readonly ordered: Map<string, readonly AccountRow[]>
}

/** A page of the accounts list as it is now: the list, its summary and its orders are made again when something of them has changed, and not for every question. */
export function keepAccountList(
  project: Project,
  openEpisodes: () => Promise<OpenEpisodes>,
): (query: AccountQuery) => Promise<Omit<AccountPage, 'excluded'>> {
  let kept: Listed | null = null
  return async (query) => {
    const closed = await listedRows(project)
    const open = await openEpisodes()
    const { accountTraits } = project.applier.attribution
    const basis = [
      closed,
      open.version,
      project.config.judged.model,
      project.judgedDay,
      accountTraits,
      accountTraits.version,
    ]
    if (kept === null || basis.some((one, i) => one !== kept?.basis[i]))
      kept = { ...list(project, closed.rows, open), basis }
    const { rows, summary, ordered } = kept
    const order = `${query.sort} ${query.order}`
    const inOrder = ordered.get(order) ?? orderAccounts(rows, query)
    ordered.set(order, inOrder)
    return { ...pickAccounts(inOrder, query), summary, excludedAccounts: closed.excluded }
  }
}

function list(project: Project, closed: readonly AccountRow[], open: OpenEpisodes): Omit<Listed, 'basis'> {
  const rows = addPresent(project, closed, open)
  const asOf = project.judgedDay === null ? null : dayToIso(project.judgedDay)
  return { rows, summary: summariseAccounts(rows, asOf), ordered: new Map() }
}
