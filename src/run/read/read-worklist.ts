import { plural } from '../../config/describe/describe-window.ts'
import type { RenewalRow, TaskReason, TaskRow, Worklist, WorklistQuery } from '../../contract/worklist.ts'
import { telltaleError } from '../../core/errors.ts'
import { type Day, dayToIso } from '../../core/time.ts'
import { assignAccount, capacityOf, staffOf, teamOf } from '../../worklist/assign-account.ts'
import { HORIZONS } from '../../worklist/draw-line.ts'
import type { DueReason, Task, WorkAccount } from '../../worklist/task.ts'
import type { Project } from '../project.ts'
import { type GatheredWork, teamsOf } from './gather-work.ts'
import type { Plans } from './keep-plans.ts'
import { listRenewing, type RenewingAccount } from './work/list-renewing.ts'
import { readSeen } from './work/read-seen.ts'

/** What worklists are read from: kept between questions. */
export type KeptWork = {
  readonly work: () => Promise<GatheredWork>
  readonly plans: Plans
  /** Events that the rules of exclusion left out. */
  readonly excluded: () => Promise<number>
}

/** What is to be done, for one assignee, one team or everybody. @throws unknown_name */
export async function readWorklist(
  project: Project,
  { work: gather, plans, excluded }: KeptWork,
  query: WorklistQuery,
): Promise<Worklist> {
  const work = await gather()
  const { assignee, horizon } = query
  const all = assignee === undefined ? (await plans.all(work, horizon)).tasks : await plans.of(work, horizon, assignee)
  checkTeam(project, query.team)
  checkAssignee(work, assignee)
  const tasks = all.filter((task) => isAsked(task, query))
  const room = assignee === undefined ? null : roomOf(project, tasks, { ...query, assignee })
  const shown = tasks.slice(0, query.limit)
  const seen = await readSeen(project, work.open, shown)
  const waiting = { capacity: countOf(tasks, 'capacity'), budget: countOf(tasks, 'budget') }
  return {
    today: dayToIso(work.today),
    asOf: project.judgedDay === null ? null : dayToIso(project.judgedDay),
    ...{ horizon, assignee: assignee ?? null, team: query.team ?? null },
    sentence: phraseLine(tasks.length, room, waiting),
    ...{ total: tasks.length, room, waiting },
    excluded: await excluded(),
    tasks: shown.map((task) => toTaskRow(task, seen)),
    ...listRenewals(project, work, query),
  }
}

/** The task, due within 30 days, one of whose reasons has this id; null: there is none. */
export async function readTask(
  project: Project,
  { work: gather, plans }: Pick<KeptWork, 'work' | 'plans'>,
  id: string,
): Promise<TaskRow | null> {
  const work = await gather()
  const account = work.account(accountOfReason(id))
  if (account === undefined) return null
  const tasks = await plans.about(work, 'month', account)
  const found = tasks.find(({ reasons }) => reasons.some((reason) => reason.id === id))
  return found === undefined ? null : toTaskRow(found, await readSeen(project, work.open, [found]))
}

/** Whatever a reason is, its account is the second part of its id. */
function accountOfReason(id: string): string {
  try {
    return decodeURIComponent(id.split('/')[1] ?? '')
  } catch {
    return ''
  }
}

function isAsked(task: Task, { assignee, team }: WorklistQuery): boolean {
  return (assignee === undefined || task.assignee === assignee) && (team === undefined || task.team === team)
}

function countOf(tasks: readonly Task[], waits: Task['waits']): number {
  return tasks.filter((task) => task.waits === waits).length
}

/** "38 tasks, room for 25: 13 wait." */
function phraseLine(total: number, room: number | null, { capacity, budget }: Worklist['waiting']): string {
  const waits = [
    ...(capacity === 0 ? [] : [`${capacity} ${waitFor(capacity)}`]),
    ...(budget === 0 ? [] : [`${plural(budget, 'alert')} beyond the week’s budget ${waitFor(budget)}`]),
  ]
  const told = waits.length === 0 ? '' : `${room === null ? ', of which' : ':'} ${waits.join(', ')}`
  return `${plural(total, 'task')}${room === null ? '' : `, room for ${room}`}${told}.`
}

const waitFor = (n: number): string => (n === 1 ? 'waits' : 'wait')

type Asked = WorklistQuery & { readonly assignee: string }

/** Over the teams that have tasks for the assignee, else those they are listed in; null when one of them sets no capacity. */
function roomOf(project: Project, tasks: readonly Task[], { assignee, team, horizon }: Asked): number | null {
  const { worklist } = project.config.judged.model
  const asking = new Set(tasks.map((task) => task.team))
  const listed = worklist.teams.filter(({ people }) => people.some(({ name }) => name === assignee))
  const own = asking.size > 0 ? [...asking] : listed.map(({ key }) => key).filter((key) => (team ?? key) === key)
  const rooms = own.map((key) => capacityOf(teamOf(worklist, key), assignee))
  if (rooms.length === 0 || rooms.includes(null)) return null
  return rooms.reduce<number>((sum, room) => sum + room!, 0) * HORIZONS[horizon].worked
}

/** @throws unknown_name */
function checkTeam(project: Project, team: string | undefined): void {
  const valid = teamsOf(project.config.judged.model)
  if (team === undefined || valid.includes(team)) return
  throw telltaleError('unknown_name', { what: 'team', name: team, valid: valid.join(', ') || 'none' })
}

const NAMES_MAX = 30

/** @throws unknown_name */
function checkAssignee({ worklist, accounts, byAssignee }: GatheredWork, assignee: string | undefined): void {
  if (assignee === undefined || byAssignee.has(assignee)) return
  const names = new Set([
    ...worklist.teams.flatMap(({ people }) => people.map(({ name }) => name)),
    ...accounts.flatMap(({ owners }) => Object.values(owners).flatMap((name) => name ?? [])),
    ...byAssignee.keys(),
  ])
  if (names.has(assignee)) return
  const valid = [...names].sort().slice(0, NAMES_MAX).join(', ') || 'none'
  throw telltaleError('unknown_name', { what: 'assignee', name: assignee, valid })
}

/** Whose renewal it is: of the team that renewals are configured for, else of whoever looks after the account for any. */
function listRenewals(
  project: Project,
  work: GatheredWork,
  { assignee, team, limit }: WorklistQuery,
): Pick<Worklist, 'renewals' | 'renewalsTotal'> {
  const { worklist, today } = work
  const keys = worklist.renewals === null ? teamsOf(project.config.judged.model) : [worklist.renewals.suggest.team]
  const staffs = keys.filter((key) => (team ?? key) === key).map((key) => staffOf(work, key))
  const ownersOf = (account: WorkAccount) => staffs.map((staff) => assignAccount(account, staff).assignee)
  const renewing =
    assignee === undefined
      ? work.renewing
      : listRenewing(work.byAssignee.get(assignee) ?? [], today).filter((one) => ownersOf(one).includes(assignee))
  const renewals = renewing.slice(0, limit).map((account) => {
    const owner = assignee ?? ownersOf(account).find((one) => one !== null) ?? null
    return toRenewal(account, { owner, today })
  })
  return { renewals, renewalsTotal: renewing.length }
}

function toRenewal(account: RenewingAccount, { owner, today }: { owner: string | null; today: Day }): RenewalRow {
  const { key, name, mrr, renewsOn: on } = account
  return { account: key, name, on: dayToIso(on), inDays: on - today, assignee: owner, mrr, health: healthOf(account) }
}

function healthOf({ health }: WorkAccount): TaskRow['health'] {
  return health === null ? null : { band: health.band, sinceDay: dayToIso(health.since) }
}

function toTaskRow({ account, reasons, ...task }: Task, seen: ReadonlyMap<string, string>): TaskRow {
  const { id, team, assignee, insteadOf, because, overdueDays, risk, value, waits } = task
  return {
    ...{ id, account: account.key, name: account.name, team, assignee, insteadOf },
    action: reasons[0]!.suggest.action,
    ...{ because, seen: seen.get(id) ?? null, reasons: reasons.map(toReason) },
    ...{ due: dayToIso(task.due), overdueDays },
    ...{ risk, value, mrr: account.mrr, health: healthOf(account) },
    renewsOn: account.renewsOn === null ? null : dayToIso(account.renewsOn),
    waits,
  }
}

function toReason({ id, what, since, suggest, due }: DueReason): TaskReason {
  const said = {
    id,
    kind: what.kind,
    since: dayToIso(since),
    suggest: { ...suggest },
    due: dayToIso(due),
    measured: null,
  }
  switch (what.kind) {
    case 'signal':
      return {
        ...{ ...said, title: what.title, type: what.type, member: what.member, escalated: what.escalated },
        measured: what.measured?.sentence ?? null,
      }
    case 'routine':
      return { ...said, title: `${what.score} ${what.band}`, type: null, member: null, escalated: false }
    case 'renewal':
      return { ...said, title: `renews on ${dayToIso(what.on)}`, type: null, member: null, escalated: false }
  }
}
