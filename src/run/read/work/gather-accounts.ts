import { setImmediate as afterThisTurn } from 'node:timers/promises'
import type { AccountRow } from '../../../contract/accounts.ts'
import { type ChangeJournal, changedSince, makeJournal, noteChange } from '../../../core/change-journal.ts'
import { placeIn } from '../../../core/place-in.ts'
import type { Day } from '../../../core/time.ts'
import { readPulses } from '../../../store/control/pulses.ts'
import { readReachedMilestones } from '../../../store/control/reached-milestones.ts'
import { readMoved } from '../../../store/control/read-moved.ts'
import { readBandEntries } from '../../../store/control/read-open-bands.ts'
import { assignAccount, type Staff, staffOf } from '../../../worklist/assign-account.ts'
import type { BandStay } from '../../../worklist/list-reasons.ts'
import { typicalMrr } from '../../../worklist/rank-task.ts'
import type { Absence, Pulse, WorkAccount } from '../../../worklist/task.ts'
import { importsAfter } from '../../apply/kept-imports.ts'
import type { Project } from '../../project.ts'
import { listRenewing, type RenewingAccount, replaceRenewing } from './list-renewing.ts'
import { milestonesOf, teamsOf, toStay, toWorkAccount } from './to-work-account.ts'

/** The accounts as work sees them, on one day. Each that changes is put in its place again. */
export type GatheredAccounts = {
  readonly today: Day
  readonly accounts: WorkAccount[]
  readonly placeOf: Map<string, number>
  readonly staffs: readonly Staff[]
  /** Places of the accounts that somebody has tasks of, by whoever does them today. */
  readonly byAssignee: Map<string, number[]>
  readonly stays: Map<string, readonly BandStay[]>
  /** Those that renew soon, the next first. */
  readonly renewing: RenewingAccount[]
  readonly typical: ReadonlyMap<string, number>
  /** The first day of what was not imported. */
  readonly began: Day
  /** Those that are not any more as they were. */
  readonly changes: ChangeJournal
  readonly reached: Map<string, ReadonlySet<string>>
  pulses: ReadonlyMap<string, Pulse>
  /** As far as was looked: what was said of accounts, and the last transition. */
  traits: number
  transition: number
}

export type ToGather = {
  readonly rows: readonly AccountRow[]
  readonly today: Day
  readonly absences: readonly Absence[]
}

/** Accounts that are looked at before others get their turn. */
const PIECE = 2_000

/** One pass over all accounts. */
export async function gatherAccounts(project: Project, { rows, today, absences }: ToGather): Promise<GatheredAccounts> {
  const { model } = project.config.judged
  const { changes: said } = project.applier.attribution.accountTraits
  const [traits, { last: transition }] = [said.version, await readMoved(project.control, 'milestone', null)]
  const [reached, pulses] = [await readReached(project, null), await pulsesOf(project, today)]
  const entered = await entriesOf(project)
  const gathered: GatheredAccounts = {
    ...{ today, accounts: [], placeOf: new Map(), byAssignee: new Map(), stays: new Map(), renewing: [] },
    staffs: teamsOf(model).map((key) => staffOf({ worklist: model.worklist, absences, today }, key)),
    ...{ typical: new Map(), began: await firstImportedOn(project), changes: makeJournal() },
    ...{ reached, pulses, traits, transition },
  }
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place]!
    put(gathered, place, workAccount(project, gathered, row))
    gathered.stays.set(row.key, staysOf(project, row, entered))
    if (place % PIECE === PIECE - 1) await afterThisTurn()
  }
  for (const account of listRenewing(gathered.accounts, today)) gathered.renewing.push(account)
  return { ...gathered, typical: typicalMrr(gathered.accounts) }
}

/** Looks again at the accounts of which something has changed, and at those that are new; false: too much has changed to tell what. */
export async function renewAccounts(
  project: Project,
  gathered: GatheredAccounts,
  rows: readonly AccountRow[],
): Promise<boolean> {
  const moved = await readMoved(project.control, 'milestone', gathered.transition)
  const reached = moved.accounts.length === 0 ? null : await readReached(project, moved.accounts)
  const pulses = await pulsesOf(project, gathered.today)
  const { changes } = project.applier.attribution.accountTraits
  const told = changedSince(changes, gathered.traits)
  const known = gathered.accounts.length
  if (told === null || rows.slice(known).some(({ mrr }) => mrr !== null)) return false
  for (const account of moved.accounts) gathered.reached.set(account, reached?.get(account) ?? new Set())
  const felt = changedPulses(gathered.pulses, pulses)
  Object.assign(gathered, { pulses, traits: changes.version, transition: moved.last })
  for (const key of new Set([...told, ...moved.accounts, ...felt])) {
    const place = gathered.placeOf.get(key)
    if (place !== undefined) renew(gathered, place, workAccount(project, gathered, rows[place]!))
  }
  for (let place = known; place < rows.length; place++) {
    const row = rows[place]!
    renew(gathered, place, workAccount(project, gathered, row))
    gathered.stays.set(row.key, staysOf(project, row, NO_ENTRIES))
  }
  return true
}

/** The accounts of whoever does their tasks today. */
export function accountsOf({ byAssignee, accounts }: GatheredAccounts, assignee: string): WorkAccount[] {
  return (byAssignee.get(assignee) ?? []).map((place) => accounts[place]!)
}

/** Who does the tasks of an account today. */
export function assigneesOf({ staffs }: Pick<GatheredAccounts, 'staffs'>, account: WorkAccount): ReadonlySet<string> {
  return new Set(staffs.flatMap((staff) => assignAccount(account, staff).assignee ?? []))
}

function workAccount(project: Project, { today, pulses, reached }: GatheredAccounts, row: AccountRow): WorkAccount {
  return toWorkAccount(project, row, { today, pulse: pulses.get(row.key) ?? null, reached: reached.get(row.key) })
}

function renew(gathered: GatheredAccounts, place: number, after: WorkAccount): void {
  const before = gathered.accounts[place]
  if (JSON.stringify(before) === JSON.stringify(after)) return
  put(gathered, place, after)
  replaceRenewing(gathered.renewing, gathered.today, { before, after })
  noteChange(gathered.changes, after.key)
}

function put(gathered: GatheredAccounts, place: number, after: WorkAccount): void {
  const { accounts, placeOf, byAssignee } = gathered
  const before = accounts[place]
  accounts[place] = after
  placeOf.set(after.key, place)
  const now = assigneesOf(gathered, after)
  const was = before === undefined ? NOBODY : assigneesOf(gathered, before)
  for (const assignee of was) {
    const places = byAssignee.get(assignee) ?? []
    if (now.has(assignee)) continue
    places.splice(
      placeIn(places, (one) => one < place),
      1,
    )
    if (places.length === 0) byAssignee.delete(assignee)
  }
  for (const assignee of now) {
    const places = byAssignee.get(assignee) ?? []
    if (was.has(assignee)) continue
    places.splice(
      placeIn(places, (one) => one < place),
      0,
      place,
    )
    byAssignee.set(assignee, places)
  }
}

const NOBODY: ReadonlySet<string> = new Set()

async function readReached(
  { control, config }: Project,
  accounts: readonly string[] | null,
): Promise<Map<string, ReadonlySet<string>>> {
  return milestonesOf(config.judged.model).length === 0 ? new Map() : readReachedMilestones(control, accounts)
}

async function pulsesOf({ control, clock }: Project, day: Day): Promise<Map<string, Pulse>> {
  const pulses = await readPulses(control, { day, at: clock.now() })
  return new Map(pulses.map(({ account, colour, by, note }) => [account, { colour, by, note }]))
}

function changedPulses(before: ReadonlyMap<string, Pulse>, after: ReadonlyMap<string, Pulse>): string[] {
  const accounts = new Set([...before.keys(), ...after.keys()])
  return [...accounts].filter((key) => JSON.stringify(before.get(key)) !== JSON.stringify(after.get(key)))
}

type Entries = ReadonlyMap<string, number>
const NO_ENTRIES: Entries = new Map()

/** When the band was entered that an account is in. */
async function entriesOf({ control }: Project): Promise<Entries> {
  const entries = await readBandEntries(control)
  return new Map(entries.map(({ account, key, committedAt }) => [`${account}\n${key}`, committedAt]))
}

/** The bands that an account is in, each seen from when it was decided. */
function staysOf(project: Project, { key, bands }: AccountRow, entered: Entries): BandStay[] {
  return bands.flatMap((band) => {
    const stay = toStay(project.config.judged.model, key, band)
    if (stay === null) return []
    const at = entered.get(`${key}\n${band.score}.${band.band}`)
    return [{ ...stay, seen: at === undefined ? stay.since : project.zone.dayOf(at) }]
  })
}

/** What an import brought is there from the day on which its history became what is gone on from. */
async function firstImportedOn(project: Project): Promise<Day> {
  const days = (await importsAfter(project)).flatMap(({ day }) => (day < 0 ? [] : [day + 1]))
  return days.length === 0 ? 0 : Math.min(...days)
}
