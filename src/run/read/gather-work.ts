import type { Model } from '../../config/model.ts'
import type { AccountRow } from '../../contract/accounts.ts'
import type { BandStanding } from '../../contract/scores.ts'
import { titleOf } from '../../contract/title-of.ts'
import { dayOfTime } from '../../core/day-of-time.ts'
import { type Day, isoToDay } from '../../core/time.ts'
import { traitOf } from '../../ingest/trait-table.ts'
import { readAbsences } from '../../store/control/absences.ts'
import type { CommittedTransition } from '../../store/control/commit-judgement.ts'
import { readPulses } from '../../store/control/pulses.ts'
import { readEscalations, readOpenings } from '../../store/control/read-judgement.ts'
import { readBandEntries } from '../../store/control/read-open-bands.ts'
import { readLastActs } from '../../store/control/task-acts.ts'
import { teamOf } from '../../worklist/assign-account.ts'
import { type BandStay, listReasons, type OpenEpisode } from '../../worklist/list-reasons.ts'
import type { WorkToPlan } from '../../worklist/plan-worklist.ts'
import type { WorkAccount } from '../../worklist/task.ts'
import { importsAfter } from '../apply/kept-imports.ts'
import type { Project } from '../project.ts'
import { bandNames } from './band-names.ts'
import { nameOfEntity } from './read-signals.ts'
import { episodeId } from './to-episode-row.ts'

/** All that the worklist is planned from, as of now: accounts as of the last closed day, and what is open. */
export async function gatherWork(project: Project, rows: readonly AccountRow[]): Promise<Omit<WorkToPlan, 'horizon'>> {
  const { model } = project.config.judged
  const { worklist } = model
  const today = project.zone.dayOf(project.clock.now())
  const said = await readPulses(project.control, { day: today, at: project.clock.now() })
  const pulses = new Map(said.map(({ account, colour, by, note }) => [account, { colour, by, note }]))
  const accounts = rows.map((row) => toWorkAccount(project, row, { today, pulse: pulses.get(row.key) ?? null }))
  const absences = await readAbsences(project.control, today)
  const entered = new Map(
    (await readBandEntries(project.control)).map(({ account, key, committedAt }) => [
      `${account}\n${key}`,
      committedAt,
    ]),
  )
  const stays = rows.flatMap(({ key, bands }) =>
    bands.flatMap((band) => {
      const stay = toStay(model, key, band)
      if (stay === null) return []
      const at = entered.get(`${key}\n${band.score}.${band.band}`)
      return [{ ...stay, seen: at === undefined ? stay.since : project.zone.dayOf(at) }]
    }),
  )
  const episodes = await readEpisodesAsking(project)
  const reasons = listReasons({ worklist, today, accounts, episodes, stays, began: await firstImportedOn(project) })
  const acts = new Map((await readLastActs(project.control)).map((act) => [act.reason, act]))
  return { worklist, today, accounts, reasons, acts, absences }
}

/** What an import brought is there from the day on which its history became what is gone on from. */
async function firstImportedOn(project: Project): Promise<Day> {
  const days = (await importsAfter(project)).flatMap(({ day }) => (day < 0 ? [] : [day + 1]))
  return days.length === 0 ? 0 : Math.min(...days)
}

type Now = { readonly today: Day; readonly pulse: WorkAccount['pulse'] }

function toWorkAccount(project: Project, row: AccountRow, { today, pulse }: Now): WorkAccount {
  const { model } = project.config.judged
  const { accountTraits } = project.applier.attribution
  const said = (trait: string | null) =>
    trait === null ? null : (traitOf(accountTraits, row.key, trait)?.value ?? null)
  const health = row.bands.find(({ score }) => score === model.worklist.health)
  return {
    key: row.key,
    name: row.name,
    order: (project.store.dictionary.account.idOf(row.key) ?? 1) - 1,
    owners: Object.fromEntries(teamsOf(model).map((team) => [team, textOf(said(traitOfTeam(model, team)))])),
    ageDays: row.tenureDays === null || project.judgedDay === null ? null : row.tenureDays + today - project.judgedDay,
    mrr: row.mrr,
    health: health === undefined ? null : toStay(model, row.key, health),
    renewsOn: dayOfTime(said(model.account.renewsOnTrait), project.zone),
    pulse,
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

/** Open episodes, of accounts and of members, of signals that suggest something. Persons across accounts are in no account's worklist. */
async function readEpisodesAsking(project: Project): Promise<OpenEpisode[]> {
  const { model } = project.config.judged
  const signals = new Map(model.signals.map((signal) => [signal.key, signal]))
  const escalated = new Set((await readEscalations(project.control)).map(episodeId))
  const openings = await readOpenings(project.control, { state: 'open', limit: 1_000_000 })
  return openings.flatMap((opening) => {
    const { name, entity } = opening
    const signal = signals.get(name)
    if (signal?.suggest == null || entity.level === 'person') return []
    const { type, suggest, clock } = signal
    const id = episodeId(opening)
    const member = entity.level === 'member' ? nameOfEntity(project, entity) : null
    const seen = seenOn(project, opening, clock.kind === 'trend')
    const said = { title: titleOf(name), type, suggest, escalated: escalated.has(id) }
    return [{ id, account: entity.account, member, ...said, since: opening.asOf, seen }]
  })
}

/** A trend opens at the close of a day, so that it is seen on the next; what an import brought was not seen before it. */
function seenOn({ zone }: Project, { asOf, committedAt }: CommittedTransition, trend: boolean): Day {
  return Math.max(trend ? asOf + 1 : asOf, zone.dayOf(committedAt))
}
