import { plural } from '../../config/describe/describe-window.ts'
import type {
  RenewalRow,
  TaskRow,
  TasksAbout,
  TasksAboutRequest,
  Worklist,
  WorklistQuery,
} from '../../contract/worklist.ts'
import { telltaleError } from '../../core/errors.ts'
import { type Day, dayToIso } from '../../core/time.ts'
import { assignAccount, capacityOf, teamOf } from '../../worklist/assign-account.ts'
import { HORIZONS } from '../../worklist/draw-line.ts'
import { sumUpTasks } from '../../worklist/sum-up-tasks.ts'
import type { Task, WorkAccount } from '../../worklist/task.ts'
import type { Project } from '../project.ts'
import type { GatheredWork } from './gather-work.ts'
import type { Plans } from './keep-plans.ts'
import { accountsOf } from './work/gather-accounts.ts'
import { listRenewing, type RenewingAccount } from './work/list-renewing.ts'
import { healthOf, toTaskRows } from './work/to-task-row.ts'
import { teamsOf } from './work/to-work-account.ts'

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
  const everybody = assignee === undefined ? await plans.all(work, horizon) : null
  const all = everybody?.tasks ?? (await plans.of(work, horizon, assignee!))
  checkTeam(project, query.team)
  checkAssignee(work, assignee)
  const tasks = query.team === undefined ? all : all.filter(({ team }) => team === query.team)
  const room = assignee === undefined ? null : roomOf(project, tasks, { ...query, assignee })
  const page = pageOf(tasks, query)
  const sums = everybody !== null && tasks === all ? everybody.sums : sumUpTasks(tasks, work.today)
  return {
    today: dayToIso(work.today),
    asOf: project.judgedDay === null ? null : dayToIso(project.judgedDay),
    ...{ horizon, assignee: assignee ?? null, team: query.team ?? null },
    sentence: phraseLine(tasks.length, room, sums.waiting),
    ...{ total: tasks.length, room, ...sums },
    excluded: await excluded(),
    tasks: await toTaskRows(project, work, tasks.slice(page.from, page.to)),
    ...listRenewals(project, work, { ...query, page }),
  }
}

/** The tasks about some accounts, due within 30 days. */
export async function readTasksAbout(
  project: Project,
  { work: gather, plans }: Pick<KeptWork, 'work' | 'plans'>,
  { accounts }: TasksAboutRequest,
): Promise<TasksAbout> {
  const work = await gather()
  const keys = new Set(accounts)
  const { tasks } = await plans.all(work, 'month')
  const about = tasks.filter(({ account }) => keys.has(account.key))
  return { tasks: await toTaskRows(project, work, about) }
}

/** The task, due within 30 days, one of whose reasons has this id; null: there is none. */
export async function readTask(
  project: Project,
  { work: gather, plans }: Pick<KeptWork, 'work' | 'plans'>,
  id: string,
): Promise<TaskRow | null> {
  const work = await gather()
  const place = work.placeOf.get(accountOfReason(id))
  if (place === undefined) return null
  const tasks = await plans.about(work, 'month', work.accounts[place]!)
  const found = tasks.find(({ reasons }) => reasons.some((reason) => reason.id === id))
  return found === undefined ? null : (await toTaskRows(project, work, [found]))[0]!
}

/** Whatever a reason is, its account is the second part of its id. */
function accountOfReason(id: string): string {
  try {
    return decodeURIComponent(id.split('/')[1] ?? '')
  } catch {
    return ''
  }
}

type Page = { readonly from: number; readonly to: number }

const MOST = 10_000

/** Up to the task that is asked for, where it is behind the limit. */
function pageOf(tasks: readonly Task[], { offset: from, limit, through }: WorklistQuery): Page {
  const last = through === undefined ? -1 : tasks.findIndex(({ reasons }) => reasons.some(({ id }) => id === through))
  return { from, to: Math.max(from + limit, Math.min(from + MOST, last + 1)) }
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
  { assignee, team, page }: WorklistQuery & { readonly page: Page },
): Pick<Worklist, 'renewals' | 'renewalsTotal'> {
  const { worklist, today, staffs: all } = work
  const keys = worklist.renewals === null ? teamsOf(project.config.judged.model) : [worklist.renewals.suggest.team]
  const staffs = all.filter(({ key }) => keys.includes(key) && (team ?? key) === key)
  const ownersOf = (account: WorkAccount) => staffs.map((staff) => assignAccount(account, staff).assignee)
  const renewing =
    assignee === undefined
      ? work.renewing
      : listRenewing(accountsOf(work, assignee), today).filter((one) => ownersOf(one).includes(assignee))
  const renewals = renewing.slice(page.from, page.to).map((account) => {
    const owner = assignee ?? ownersOf(account).find((one) => one !== null) ?? null
    return toRenewal(account, { owner, today })
  })
  return { renewals, renewalsTotal: renewing.length }
}

function toRenewal(account: RenewingAccount, { owner, today }: { owner: string | null; today: Day }): RenewalRow {
  const { key, name, mrr, renewsOn: on } = account
  return { account: key, name, on: dayToIso(on), inDays: on - today, assignee: owner, mrr, health: healthOf(account) }
}
