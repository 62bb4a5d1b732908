import { setImmediate as afterThisTurn } from 'node:timers/promises'
import type { AccountPage, AccountQuery, AccountRow } from '../../../contract/accounts.ts'
import { orderAccounts, pickAccounts, replaceInOrder } from '../../../contract/select-accounts.ts'
import { type AccountTally, countAccount, makeTally, tellTally } from '../../../contract/summarise-accounts.ts'
import { changedSince } from '../../../core/change-journal.ts'
import { takeTurns } from '../../../core/take-turns.ts'
import { dayToIso } from '../../../core/time.ts'
import type { Project } from '../../project.ts'
import type { OpenEpisodes } from '../open-episodes.ts'
import { addPresent } from '../read-account-rows.ts'
import type { ListedRows } from './kept-rows.ts'
import { listedRows } from './listed-rows.ts'

/** Accounts that are looked at before others get their turn. */
const PIECE = 2_000

type Order = Pick<AccountQuery, 'sort' | 'order'>

/** The list as it is now, as far as traits and episodes were looked at. */
type Listed = {
  readonly basis: readonly unknown[]
  readonly rows: AccountRow[]
  readonly placeOf: Map<string, number>
  readonly tally: AccountTally
  /** The rows in each order that was asked for. */
  readonly ordered: Map<string, { readonly by: Order; readonly rows: AccountRow[] }>
  traits: number
  open: number
}

/** The list is made once for a close; then each account of which something has changed is put in its place again, and no other is looked at. */
export function keepAccountList(
  project: Project,
  openEpisodes: () => Promise<OpenEpisodes>,
): (query: AccountQuery) => Promise<Omit<AccountPage, 'excluded'>> {
  let kept: Listed | null = null
  const inTurn = takeTurns()
  return (query) =>
    inTurn(async () => {
      const closed = await listedRows(project)
      const open = await openEpisodes()
      const { accountTraits } = project.applier.attribution
      const basis = [closed, project.config.judged.model, project.judgedDay, accountTraits]
      const holds = kept !== null && basis.every((one, i) => one === kept?.basis[i])
      const listed: Listed =
        kept !== null && holds && changedOf(project, kept, open) !== null
          ? kept
          : await listAll(project, { basis, closed, open })
      kept = listed
      for (const key of changedOf(project, listed, open) ?? []) renew(project, listed, { key, closed, open })
      for (let place = listed.rows.length; place < closed.rows.length; place++)
        add(listed, addPresent(project, closed.rows[place]!, open))
      Object.assign(listed, { traits: accountTraits.changes.version, open: open.changes.version })
      const asOf = project.judgedDay === null ? null : dayToIso(project.judgedDay)
      const { excluded: excludedAccounts } = closed
      return {
        ...pickAccounts(inOrder(listed, query), query),
        summary: tellTally(listed.tally, asOf),
        excludedAccounts,
      }
    })
}

type ToList = { readonly basis: readonly unknown[]; readonly closed: ListedRows; readonly open: OpenEpisodes }

/** What changes while others have their turn is looked at again afterwards. */
async function listAll(project: Project, { basis, closed, open }: ToList): Promise<Listed> {
  const { version: traits } = project.applier.attribution.accountTraits.changes
  const listed: Listed = {
    ...{ basis, rows: [], placeOf: new Map(), tally: makeTally(), ordered: new Map() },
    ...{ traits, open: open.changes.version },
  }
  for (let place = 0; place < closed.rows.length; place++) {
    add(listed, addPresent(project, closed.rows[place]!, open))
    if (place % PIECE === PIECE - 1) await afterThisTurn()
  }
  return listed
}

/** null: too much has changed to tell what. */
function changedOf({ applier }: Project, { traits, open: episodes }: Listed, open: OpenEpisodes): Set<string> | null {
  const told = changedSince(applier.attribution.accountTraits.changes, traits)
  const moved = changedSince(open.changes, episodes)
  return told === null || moved === null ? null : new Set([...told, ...moved])
}

type Renewed = { readonly key: string; readonly closed: ListedRows; readonly open: OpenEpisodes }

function renew(project: Project, listed: Listed, { key, closed, open }: Renewed): void {
  const place = listed.placeOf.get(key)
  if (place === undefined) return
  const before = listed.rows[place]!
  const after = addPresent(project, closed.rows[place]!, open)
  listed.rows[place] = after
  countAccount(listed.tally, before, -1)
  countAccount(listed.tally, after, 1)
  for (const { by, rows } of listed.ordered.values()) replaceInOrder(rows, by, { before, after })
}

function add({ rows, placeOf, tally, ordered }: Listed, after: AccountRow): void {
  placeOf.set(after.key, rows.length)
  rows.push(after)
  countAccount(tally, after, 1)
  for (const { by, rows: others } of ordered.values()) replaceInOrder(others, by, { before: null, after })
}

function inOrder({ rows, ordered }: Listed, { sort, order }: Order): readonly AccountRow[] {
  const key = `${sort} ${order}`
  const known = ordered.get(key) ?? { by: { sort, order }, rows: orderAccounts(rows, { sort, order }) }
  ordered.set(key, known)
  return known.rows
}
