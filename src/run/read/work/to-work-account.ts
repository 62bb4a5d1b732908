import type { Model } from '../../../config/model.ts'
import type { AccountRow } from '../../../contract/accounts.ts'
import type { BandStanding } from '../../../contract/scores.ts'
import { titleOf } from '../../../contract/title-of.ts'
import { dayOfTime } from '../../../core/day-of-time.ts'
import { type Day, isoToDay } from '../../../core/time.ts'
import { traitOf } from '../../../ingest/trait-table.ts'
import { teamOf } from '../../../worklist/assign-account.ts'
import type { BandStay } from '../../../worklist/list-reasons.ts'
import type { WorkAccount } from '../../../worklist/task.ts'
import type { Project } from '../../project.ts'
import { bandNames } from '../band-names.ts'
import { nameNow } from '../read-account-rows.ts'

/** What is said of an account beside its row; `reached`: the milestones that it has done. */
export type Beside = {
  readonly today: Day
  readonly pulse: WorkAccount['pulse']
  readonly reached: ReadonlySet<string> | undefined
}

export function toWorkAccount(project: Project, row: AccountRow, { today, pulse, reached }: Beside): WorkAccount {
  const { model } = project.config.judged
  const { accountTraits } = project.applier.attribution
  const said = (trait: string | null) =>
    trait === null ? null : (traitOf(accountTraits, row.key, trait)?.value ?? null)
  const health = row.bands.find(({ score }) => score === model.worklist.health)
  const stay = health === undefined ? null : toStay(model, row.key, health)
  return {
    key: row.key,
    name: nameNow(project, row.key),
    order: (project.store.dictionary.account.idOf(row.key) ?? 1) - 1,
    owners: Object.fromEntries(teamsOf(model).map((team) => [team, textOf(said(traitOfTeam(model, team)))])),
    ageDays: row.tenureDays === null || project.judgedDay === null ? null : row.tenureDays + today - project.judgedDay,
    mrr: row.mrr,
    health: stay === null ? null : { ...stay, value: health?.value ?? null },
    renewsOn: dayOfTime(said(model.account.renewsOnTrait), project.zone),
    pulse,
    steps: stepsOf(model, reached),
  }
}

/** Every team that is listed, or that something is suggested to. */
export function teamsOf({ worklist, signals }: Model): string[] {
  const { teams, routines, renewals } = worklist
  const asked = [...signals.map(({ suggest }) => suggest), ...routines.map(({ suggest }) => suggest), renewals?.suggest]
  return [...new Set([...teams.map(({ key }) => key), ...asked.flatMap((one) => one?.team ?? [])])].sort()
}

/** The milestones that are asked of accounts. */
export function milestonesOf({ activations }: Model): readonly { readonly key: string }[] {
  return activations.find(({ level }) => level === 'account')?.milestones ?? []
}

/** How far an account is in its onboarding. */
function stepsOf(model: Model, reached: ReadonlySet<string> | undefined): WorkAccount['steps'] {
  const milestones = milestonesOf(model)
  if (milestones.length === 0) return null
  const missing = milestones.filter(({ key }) => reached?.has(key) !== true).map(({ key }) => titleOf(key))
  return { of: milestones.length, missing }
}

function traitOfTeam({ worklist, account }: Model, key: string): string | null {
  const team = teamOf(worklist, key)
  return team.trait ?? (team.people.length === 0 ? account.assigneeTrait : null)
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value)
}

/** null: the score is unknown. */
export function toStay(
  model: Model,
  account: string,
  { score, band, sinceDay }: BandStanding,
): Omit<BandStay, 'seen'> | null {
  const since = sinceDay === null ? null : isoToDay(sinceDay)
  if (band === null || since === null) return null
  const names = bandNames(model, score)
  const at = names.indexOf(band)
  const badness = names.length < 2 || at < 0 ? 0 : at / (names.length - 1)
  return { account, score, band, since, badness }
}
