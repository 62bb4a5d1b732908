import type { Model } from '../../config/model.ts'
import type { AccountRow } from '../../contract/accounts.ts'
import type { BandStanding } from '../../contract/scores.ts'
import { titleOf } from '../../contract/title-of.ts'
import { dayOfTime } from '../../core/day-of-time.ts'
import { type Day, isoToDay } from '../../core/time.ts'
import { traitOf } from '../../ingest/trait-table.ts'
import { readAbsences } from '../../store/control/absences.ts'
import { countPlaybookTasks } from '../../store/control/playbooks/playbook-sends.ts'
import { readPulses } from '../../store/control/pulses.ts'
import { readReachedMilestones } from '../../store/control/reached-milestones.ts'
import { readBandEntries } from '../../store/control/read-open-bands.ts'
import { readLastActs } from '../../store/control/task-acts.ts'
import { assignAccount, staffOf, teamOf } from '../../worklist/assign-account.ts'
import { type BandStay, listReasons, type OpenEpisode } from '../../worklist/list-reasons.ts'
import type { WorkToPlan } from '../../worklist/plan-worklist.ts'
import { typicalMrr } from '../../worklist/rank-task.ts'
import type { Measured, WorkAccount } from '../../worklist/task.ts'
import { importsAfter } from '../apply/kept-imports.ts'
import { type Gains, readGains } from '../playbooks/holdout/kept-gains.ts'
import { tasksOfPlaybooks } from '../playbooks/tasks-of-playbooks.ts'
import type { Project } from '../project.ts'
import { bandNames } from './band-names.ts'
import type { OpenEpisode as KeptEpisode, OpenEpisodes } from './open-episodes.ts'
import { nameNow } from './read-account-rows.ts'
import { nameOfEntity } from './read-signals.ts'
import { episodeId } from './to-episode-row.ts'
import { listRenewing, type RenewingAccount } from './work/list-renewing.ts'

/** What is asked for work: the accounts of the last closed day, and what is open. */
export type WorkSource = {
  readonly listedRows: () => Promise<readonly AccountRow[]>
  readonly openEpisodes: () => Promise<OpenEpisodes>
}

/** All that work is planned from, as of now. The accounts are gathered when something about them has changed, and not for every question. */
export type GatheredWork = Pick<WorkToPlan, 'worklist' | 'today' | 'accounts' | 'absences'> & {
  readonly typical: ReadonlyMap<string, number>
  readonly open: OpenEpisodes
  /** The accounts that somebody has tasks of, by whoever does them today. */
  readonly byAssignee: ReadonlyMap<string, readonly WorkAccount[]>
  readonly account: (key: string) => WorkAccount | undefined
  /** Those of all accounts that renew soon, the next first. */
  readonly renewing: readonly RenewingAccount[]
  readonly staysOf: (account: string) => readonly BandStay[]
  /** What playbooks have been measured to bring. */
  readonly gains: Gains
  /** The first day of what was not imported. */
  readonly began: Day
  /** Equal for equal accounts, absences and episodes. */
  readonly version: string
}

type Accounts = Pick<
  GatheredWork,
  'accounts' | 'typical' | 'byAssignee' | 'account' | 'renewing' | 'staysOf' | 'began'
> & {
  readonly basis: readonly unknown[]
  readonly n: number
}

export function keepWork(project: Project, { listedRows, openEpisodes }: WorkSource): () => Promise<GatheredWork> {
  let kept: Accounts | null = null
  let n = 0
  return async () => {
    const { worklist } = project.config.judged.model
    const today = project.zone.dayOf(project.clock.now())
    const pulses = await readPulses(project.control, { day: today, at: project.clock.now() })
    const absences = await readAbsences(project.control, today)
    const rows = await listedRows()
    const { accountTraits } = project.applier.attribution
    const told = JSON.stringify([pulses, absences])
    const basis = [
      rows,
      rows.length,
      today,
      project.config.judged.model,
      accountTraits,
      accountTraits.changes.version,
      told,
    ]
    if (kept === null || basis.some((one, i) => one !== kept?.basis[i])) {
      n += 1
      kept = { ...(await gatherAccounts(project, { rows, today, pulses, absences })), basis, n }
    }
    const gathered = kept
    const open = await openEpisodes()
    const gains = await readGains(project.control)
    const tasks = await countPlaybookTasks(project.control)
    const version = `${gathered.n}/${open.version}/${tasks}/${JSON.stringify(gains)}`
    return { ...gathered, worklist, today, absences, open, gains, version }
  }
}

type ToGather = {
  readonly rows: readonly AccountRow[]
  readonly today: Day
  readonly pulses: Awaited<ReturnType<typeof readPulses>>
  readonly absences: GatheredWork['absences']
}

async function gatherAccounts(
  project: Project,
  { rows, today, pulses: said, absences }: ToGather,
): Promise<Omit<Accounts, 'basis' | 'n'>> {
  const { model } = project.config.judged
  const pulses = new Map(said.map(({ account, colour, by, note }) => [account, { colour, by, note }]))
  const stepsOf = await stepsBy(project)
  const accounts = rows.map((row) =>
    toWorkAccount(project, row, { today, pulse: pulses.get(row.key) ?? null, steps: stepsOf(row.key) }),
  )
  const byKey = new Map(accounts.map((account) => [account.key, account]))
  const stays = await staysByAccount(project, rows)
  const staffs = teamsOf(model).map((key) => staffOf({ worklist: model.worklist, absences, today }, key))
  const byAssignee = new Map<string, WorkAccount[]>()
  for (const account of accounts)
    for (const assignee of new Set(staffs.flatMap((staff) => assignAccount(account, staff).assignee ?? []))) {
      const own = byAssignee.get(assignee)
      if (own === undefined) byAssignee.set(assignee, [account])
      else own.push(account)
    }
  return {
    ...{ accounts, byAssignee, typical: typicalMrr(accounts) },
    account: (key) => byKey.get(key),
    renewing: listRenewing(accounts, today),
    staysOf: (key) => stays.get(key) ?? [],
    began: await firstImportedOn(project),
  }
}

/** The bands that accounts are in, each seen from when it was decided. */
async function staysByAccount(project: Project, rows: readonly AccountRow[]): Promise<Map<string, BandStay[]>> {
  const { model } = project.config.judged
  const entries = await readBandEntries(project.control)
  const entered = new Map(entries.map(({ account, key, committedAt }) => [`${account}\n${key}`, committedAt]))
  return new Map(
    rows.map(({ key, bands }) => [
      key,
      bands.flatMap((band) => {
        const stay = toStay(model, key, band)
        if (stay === null) return []
        const at = entered.get(`${key}\n${band.score}.${band.band}`)
        return [{ ...stay, seen: at === undefined ? stay.since : project.zone.dayOf(at) }]
      }),
    ]),
  )
}

/** What asks for work about some of the accounts, or all of them (null), and what was done about it. */
export async function listWork(
  project: Project,
  work: GatheredWork,
  some: readonly WorkAccount[] | null,
): Promise<Omit<WorkToPlan, 'horizon'>> {
  const { worklist, today, absences, typical, began, gains } = work
  const accounts = some ?? work.accounts
  const stays = accounts.flatMap(({ key }) => work.staysOf(key))
  const given = await tasksOfPlaybooks(project, gains)
  const bySignal = gainsBySignal(project.config.judged.model, gains)
  const episodes = accounts.flatMap(({ key }) => [
    ...episodesAsking(project, work.open.of(key), bySignal),
    ...(given.get(key) ?? []),
  ])
  const reasons = listReasons({ worklist, today, accounts, episodes, stays, began })
  const ids = some === null ? null : reasons.map(({ id }) => id)
  const acts = new Map((await readLastActs(project.control, ids)).map((act) => [act.reason, act]))
  return { worklist, today, accounts, reasons, acts, absences, typical }
}

/** What an import brought is there from the day on which its history became what is gone on from. */
async function firstImportedOn(project: Project): Promise<Day> {
  const days = (await importsAfter(project)).flatMap(({ day }) => (day < 0 ? [] : [day + 1]))
  return days.length === 0 ? 0 : Math.min(...days)
}

/** How far accounts are in their onboarding. */
async function stepsBy({ config, control }: Project): Promise<(account: string) => WorkAccount['steps']> {
  const { activations } = config.judged.model
  const milestones = activations.find(({ level }) => level === 'account')?.milestones ?? []
  if (milestones.length === 0) return () => null
  const reached = await readReachedMilestones(control)
  return (account) => {
    const done = reached.get(account)
    const missing = milestones.filter(({ key }) => done?.has(key) !== true).map(({ key }) => titleOf(key))
    return { of: milestones.length, missing }
  }
}

type Now = { readonly today: Day } & Pick<WorkAccount, 'pulse' | 'steps'>

function toWorkAccount(project: Project, row: AccountRow, { today, pulse, steps }: Now): WorkAccount {
  const { model } = project.config.judged
  const { accountTraits } = project.applier.attribution
  const said = (trait: string | null) =>
    trait === null ? null : (traitOf(accountTraits, row.key, trait)?.value ?? null)
  const health = row.bands.find(({ score }) => score === model.worklist.health)
  return {
    key: row.key,
    name: nameNow(project, row.key),
    order: (project.store.dictionary.account.idOf(row.key) ?? 1) - 1,
    owners: Object.fromEntries(teamsOf(model).map((team) => [team, textOf(said(traitOfTeam(model, team)))])),
    ageDays: row.tenureDays === null || project.judgedDay === null ? null : row.tenureDays + today - project.judgedDay,
    mrr: row.mrr,
    health: health === undefined ? null : toStay(model, row.key, health),
    renewsOn: dayOfTime(said(model.account.renewsOnTrait), project.zone),
    ...{ pulse, steps },
  }
}

/** Every team that is listed, or that something is suggested to. */
export function teamsOf({ worklist, signals }: Model): string[] {
  const { teams, routines, renewals } = worklist
  const asked = [...signals.map(({ suggest }) => suggest), ...routines.map(({ suggest }) => suggest), renewals?.suggest]
  return [...new Set([...teams.map(({ key }) => key), ...asked.flatMap((one) => one?.team ?? [])])].sort()
}

function traitOfTeam({ worklist, account }: Model, key: string): string | null {
  const team = teamOf(worklist, key)
  return team.trait ?? (team.people.length === 0 ? account.assigneeTrait : null)
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value)
}

/** null: the score is unknown. */
function toStay(model: Model, account: string, { score, band, sinceDay }: BandStanding): Omit<BandStay, 'seen'> | null {
  const since = sinceDay === null ? null : isoToDay(sinceDay)
  if (band === null || since === null) return null
  const names = bandNames(model, score)
  const at = names.indexOf(band)
  const badness = names.length < 2 || at < 0 ? 0 : at / (names.length - 1)
  return { account, score, band, since, badness }
}

/** What the best of the playbooks that begin with a signal has been measured to bring. */
function gainsBySignal({ playbooks }: Model, gains: Gains): ReadonlyMap<string, Measured> {
  const best = new Map<string, Measured>()
  for (const { key, trigger } of playbooks) {
    const gain = gains[key]
    if (gain === undefined || (trigger.kind !== 'signal' && trigger.kind !== 'stays')) continue
    if (gain.gain > (best.get(trigger.signal)?.gain ?? 0)) best.set(trigger.signal, gain)
  }
  return best
}

/** Those of signals that suggest something. Persons across accounts are in no account's worklist. */
function episodesAsking(
  project: Project,
  open: readonly KeptEpisode[],
  bySignal: ReadonlyMap<string, Measured>,
): OpenEpisode[] {
  const { signals } = project.config.judged.model
  return open.flatMap((episode) => {
    const { name, entity, escalated } = episode
    const signal = signals.find(({ key }) => key === name)
    if (signal?.suggest == null || entity.level === 'person') return []
    const { type, suggest, clock } = signal
    const member = entity.level === 'member' ? nameOfEntity(project, entity) : null
    const said = { title: titleOf(name), type, suggest, escalated, measured: bySignal.get(name) }
    const seen = seenOn(project, episode, clock.kind === 'trend')
    return [{ id: episodeId(episode), account: entity.account, member, ...said, since: episode.asOf, seen }]
  })
}

/** A trend opens at the close of a day, so that it is seen on the next; what an import brought was not seen before it. */
function seenOn({ zone }: Project, { asOf, committedAt }: KeptEpisode, trend: boolean): Day {
  return Math.max(trend ? asOf + 1 : asOf, zone.dayOf(committedAt))
}
