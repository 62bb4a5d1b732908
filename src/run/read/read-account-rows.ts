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
import { openScores, type ScoreNumbers } from './accounts/score-numbers.ts'
import { known } from './known.ts'
import type { OpenEpisode, OpenEpisodes } from './open-episodes.ts'
import { mrrAsOf, textTraitAsOf, traitAsOf } from './trait-as-of.ts'

/** Accounts that are read, the last one included; `after` 0: from the first. */
type Stretch = { readonly after: number; readonly last: number }

/** Rows of the accounts list as of the close of a day, without what is open now: one pass over the accounts. */
export async function readClosedRows(project: Project, day: Day, { after, last }: Stretch): Promise<AccountRow[]> {
  const { plan } = project.config.standing
  const scores = await openScores(project, day)
  const facts = [...new Set([...plan.facts, ...(scores?.plan.facts ?? [])])]
  const columns = [...new Set([...plan.columns, ...(scores?.plan.columns ?? [])])]
  const accounts = after === 0 ? null : Int32Array.from({ length: last - after }, (_, i) => after + 1 + i)
  const scan = { accounts, days: { from: 0, to: day }, knownUpTo: day, facts, columns }
  const rows: AccountRow[] = []
  const numbers: (ScoreNumbers | undefined)[] = []
  for await (const input of streamAccounts(project.store, scan)) {
    if (input.account > last) continue
    rows.push(toRow(project, input, day))
    numbers.push(scores?.read(input))
  }
  const keys = after === 0 ? null : rows.map(({ key }) => key)
  const bands = await bandsByAccount(project, keys)
  return rows.map((row, at) => {
    const own = bands.get(row.key) ?? []
    return { ...row, bands: own.map((one) => ({ ...one, value: pointsOf(one, numbers[at]) })) }
  })
}

type KeptBand = Omit<BandStanding, 'value'>

/** Where the band is not known, the number is not. */
function pointsOf({ score, band }: KeptBand, numbers: ScoreNumbers | undefined): number | null {
  return band === null ? null : (numbers?.get(score) ?? null)
}

/** The band of each score that accounts, all of them or some, were in at the last close. */
async function bandsByAccount(
  { control }: Project,
  accounts: readonly string[] | null,
): Promise<Map<string, KeptBand[]>> {
  const bands = new Map<string, KeptBand[]>()
  for (const { account, key, openedDay, unknown } of await readOpenBands(control, accounts)) {
    const dot = key.indexOf('.')
    const own = bands.get(account) ?? []
    bands.set(account, own)
    const known = unknown ? { band: null, sinceDay: null } : { band: key.slice(dot + 1), sinceDay: dayToIso(openedDay) }
    own.push({ score: key.slice(0, dot), ...known })
  }
  return bands
}

/** A row with the signals that are open and the name that is known now. */
export function addPresent(project: Project, row: AccountRow, open: OpenEpisodes): AccountRow {
  return { ...row, name: nameNow(project, row.key), openSignals: openSignalsOf(project, open.of(row.key)) }
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

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}
