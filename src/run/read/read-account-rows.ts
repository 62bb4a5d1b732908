import type { AccountRow } from '../../contract/accounts.ts'
import type { BandStanding } from '../../contract/scores.ts'
import type { OpenSignal } from '../../contract/signals.ts'
import { titleOf } from '../../contract/title-of.ts'
import { type Day, dayToIso, type Millis } from '../../core/time.ts'
import { foldAccount } from '../../fold/fold-account.ts'
import { traitOf } from '../../ingest/trait-table.ts'
import { readOpenBands } from '../../store/control/read-open-bands.ts'
import type { Project } from '../project.ts'
import { type AccountInput, streamAccounts } from '../stream-accounts.ts'
import type { OpenEpisode, OpenEpisodes } from './open-episodes.ts'
import { mrrAsOf, textTraitAsOf, traitAsOf } from './trait-as-of.ts'

/** Another account took it in, and nothing of it was left on that day: on the days before it still stands by itself. */
function wasTakenIn({ applier }: Project, { key, members, mrr, lastActiveDay }: AccountRow): boolean {
  return members === 0 && mrr === null && lastActiveDay === null && applier.attribution.merged.has(key)
}

/** Rows of the accounts list as of the close of a day, without what is open now: one pass over all accounts. */
export async function readClosedRows(project: Project, day: Day): Promise<AccountRow[]> {
  const { plan } = project.config.standing
  const scan = { accounts: null, days: { from: 0, to: day }, knownUpTo: day, facts: plan.facts, columns: plan.columns }
  const rows: AccountRow[] = []
  for await (const input of streamAccounts(project.store, scan)) {
    const row = toRow(project, input, day)
    if (!wasTakenIn(project, row)) rows.push(row)
  }
  const bands = await bandsByAccount(project)
  return rows.map((row) => ({ ...row, bands: bands.get(row.key) ?? [] }))
}

/** The band of each score that accounts were in at the last close. */
async function bandsByAccount({ control }: Project): Promise<Map<string, BandStanding[]>> {
  const bands = new Map<string, BandStanding[]>()
  for (const { account, key, openedDay, unknown } of await readOpenBands(control)) {
    const dot = key.indexOf('.')
    const own = bands.get(account) ?? []
    bands.set(account, own)
    const known = unknown ? { band: null, sinceDay: null } : { band: key.slice(dot + 1), sinceDay: dayToIso(openedDay) }
    own.push({ score: key.slice(0, dot), ...known })
  }
  return bands
}

/** The rows with the signals that are open and the names that are known now. */
export function addPresent(project: Project, rows: readonly AccountRow[], open: OpenEpisodes): AccountRow[] {
  return rows.map((row) => ({
    ...row,
    name: nameNow(project, row.key),
    openSignals: openSignalsOf(project, open.of(row.key)),
  }))
}

/** What an account is called as far as it is known now. */
export function nameNow({ applier }: Project, account: string): string {
  const name = traitOf(applier.attribution.accountTraits, account, 'name')?.value
  return name === undefined || name === null || name === '' ? account : String(name)
}

function openSignalsOf({ config }: Project, open: readonly OpenEpisode[]): OpenSignal[] {
  return open.flatMap(({ name, entity, at, asOf }) => {
    const signal = config.judged.model.signals.find(({ key }) => key === name)
    if (signal === undefined || entity.level !== 'account') return []
    const since = new Date(at).toISOString()
    return [{ key: name, title: titleOf(name), type: signal.type, since, sinceDay: dayToIso(asOf) }]
  })
}

function toRow(project: Project, input: AccountInput, day: Day): AccountRow {
  const key = project.store.dictionary.account.keyOf(input.account)
  const { plan, space, model, numbers } = project.config.standing
  const { values } = foldAccount({ plan, space, ...input, days: { from: day, to: day }, view: 'decision' })
  const number = (node: number): number | null => known(values[node]?.[0])
  const { traits, subscriptions } = input.timeline
  const close: Millis = project.zone.startOf(day + 1) - 1
  const since = number(numbers.account.daysSinceActive)
  return {
    key,
    name: key,
    plan: textTraitAsOf(traits, 'plan', close),
    members: number(numbers.account.members) ?? 0,
    seats: numberOf(model.account.seatsTrait === null ? null : traitAsOf(traits, model.account.seatsTrait, close)),
    activeMembers28: number(numbers.account.activeMembers28) ?? 0,
    tenureDays: number(numbers.account.tenureDays),
    mrr: mrrAsOf(subscriptions, close),
    assignee: textTraitAsOf(traits, model.account.assigneeTrait, close),
    openSignals: [],
    bands: [],
    lastActiveDay: since === null ? null : dayToIso(day - since),
    weeks: numbers.weeks.map((node) => number(node) ?? 0),
  }
}

/** Outside the fold an unknown number is null, never NaN. */
export function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}
