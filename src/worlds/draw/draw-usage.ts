import { uniformAt } from '../../core/stream.ts'
import { type Day, type Millis, MS_PER_DAY } from '../../core/time.ts'
import { logistic } from '../../stats/distributions/logit.ts'
import type { AccountPlan, WorldPlan } from '../account-plan.ts'
import { joinMoment } from '../list-happenings.ts'
import { healthOn } from '../measure-health.ts'
import { momentOn, SLOTS } from '../place-moment.ts'
import { categorical, invertNegativeBinomial } from '../sample.ts'
import { type EventName, PLANS, type Role } from '../vocabulary.ts'
import type { Bag } from '../world-message.ts'
import { isMember, type Member } from './draw-member.ts'
import { TRIAL_DAYS } from './draw-trial.ts'

/** One everyday event; `n` counts those of the member's day. */
export type Use = {
  readonly member: Member
  readonly day: Day
  readonly n: number
  readonly at: Millis
  readonly event: EventName
  readonly properties: Bag
}

const COUNT_SIZE = 4
/** A local day of an account, counted like days of UTC. */
export type AccountDay = { readonly plan: AccountPlan; readonly day: Day }

const TRIAL_MEAN = 3
const BOT_EVENTS = 180

/** Everyday use of an account on one local day, member by member. */
export function drawUsage(world: WorldPlan, { plan, day }: AccountDay, emit: (use: Use) => void): void {
  if (plan.account.nature === 'bot') drawBot(plan, day, emit)
  else drawPeople(world, { plan, day }, emit)
}

function drawPeople(world: WorldPlan, { plan, day }: AccountDay, emit: (use: Use) => void): void {
  const factor = accountFactor(world, plan, day)
  if (factor <= 0) return
  const trial = plan.paid === null || day < plan.paid.from
  for (const member of plan.members) {
    if (!isMember(member, day)) continue
    // In a trial nobody is a heavy user yet, and the one who signed up is never absent altogether.
    const mean = factor * (trial ? 0.5 + 0.5 * member.vigour : member.vigour)
    const count = invertNegativeBinomial(uniformAt(member.key, day, SLOTS.usage), mean, COUNT_SIZE)
    if (count > 0) drawMemberDay(plan, { member, day, count, trial }, emit)
  }
}

/** Mean events of a member of average vigour. */
function accountFactor(world: WorldPlan, plan: AccountPlan, day: Day): number {
  const { frame, calendar } = world
  const phase = plan.paid !== null && day >= plan.paid.from ? paidFactor(plan, day) : trialFactor(plan, day)
  if (phase <= 0) return 0
  const shape = calendar[plan.account.countryIndex]![day - frame.startDay + 1]!
  return world.activity * phase * shape * plan.noise[Math.floor((day - frame.startDay) / 7)]!
}

function paidFactor(plan: AccountPlan, day: Day): number {
  return healthOn(plan.paid!, day) * plan.pace
}

/** Strong in the first two days, then fading, more slowly with motivation; nothing between the trial and the first subscription. */
function trialFactor(plan: AccountPlan, day: Day): number {
  const { trial } = plan
  if (trial === null || !trial.opened || day < trial.startDay || day >= trial.startDay + TRIAL_DAYS) return 0
  const age = day - trial.startDay
  return TRIAL_MEAN * trial.earlyActivity * Math.exp(-age / (3 + 6 * logistic(plan.account.motivation)))
}

type MemberDay = { readonly member: Member; readonly day: Day; readonly count: number; readonly trial: boolean }

const SIGNS_IN = 0.3

function drawMemberDay(plan: AccountPlan, on: MemberDay, emit: (use: Use) => void): void {
  const { member, day, count } = on
  const { offsetHours } = plan.account.country
  const earliest = member.from === day ? joinMoment(plan, member) + 60_000 : 0
  const slot = SLOTS.usage + 1
  let first = Number.POSITIVE_INFINITY
  for (let n = 0; n < count; n++) {
    const at = Math.max(momentOn(member.key, { day, n: n + 1, offsetHours }), earliest + 20_000 * n)
    if (at < first) first = at
    const event = chooseEvent(member.role, on.trial, uniformAt(member.key, day, slot + 2 * n + 1))
    emit({
      member,
      day,
      n,
      at,
      event,
      properties: chooseProperties(event, uniformAt(member.key, day, slot + 2 * n + 2)),
    })
  }
  if (uniformAt(member.key, day, slot) < SIGNS_IN) {
    emit({ member, day, n: count, at: first - 30_000, event: 'Signed In', properties: {} })
  }
}

type Menu = { readonly names: readonly EventName[]; readonly weights: readonly number[] }

function menu(weights: Partial<Record<EventName, number>>): Menu {
  return { names: Object.keys(weights) as EventName[], weights: Object.values(weights) }
}

const WORKING = menu({
  'Board Viewed': 0.27,
  'Task Created': 0.2,
  'Task Completed': 0.2,
  'Comment Added': 0.13,
  'Report Viewed': 0.08,
  'Project Created': 0.03,
  'Report Shared': 0.02,
  'Export Clicked': 0.02,
  'Automation Created': 0.012,
  'Advanced Filter Used': 0.006,
  'Pricing Viewed': 0.003,
  'Integration Connected': 0.003,
  'Avatar Uploaded': 0.001,
})
const LOOKING = menu({ 'Board Viewed': 0.6, 'Report Viewed': 0.27, 'Comment Added': 0.11, 'Export Clicked': 0.02 })
/** Steps of the trial are not among it: they come from their own mechanism alone. */
const TRYING = menu({
  'Board Viewed': 0.5,
  'Task Completed': 0.12,
  'Comment Added': 0.12,
  'Project Created': 0.12,
  'Report Viewed': 0.1,
  'Export Clicked': 0.04,
})

/** What a member does next; in a trial, none of its steps. */
export function chooseEvent(role: Role, trial: boolean, u: number): EventName {
  const { names, weights } = trial ? TRYING : role === 'viewer' ? LOOKING : WORKING
  return names[categorical(u, weights)]!
}

const NOTHING: readonly Bag[] = [{}]
/** Shared, not made anew for each event. */
const PROPERTIES: Partial<Record<EventName, readonly Bag[]>> = {
  'Board Viewed': [{ view: 'kanban' }, { view: 'list' }, { view: 'calendar' }, { view: 'timeline' }],
  'Task Created': [{ source: 'web' }, { source: 'mobile' }, { source: 'api' }],
  'Task Completed': [{ on_time: true }, { on_time: true }, { on_time: false }],
  'Comment Added': [{ mentions: 0 }, { mentions: 1 }, { mentions: 2 }],
  'Project Created': [{ template: 'blank' }, { template: 'sprint' }, { template: 'launch' }],
  'Report Viewed': [{ report: 'burndown' }, { report: 'workload' }, { report: 'overview' }],
  'Report Shared': [{ audience: 'team' }, { audience: 'external' }],
  'Export Clicked': [{ format: 'csv' }, { format: 'pdf' }],
  'Advanced Filter Used': [{ fields: 2 }, { fields: 3 }],
  'Integration Connected': [{ integration: 'slack' }, { integration: 'github' }, { integration: 'jira' }],
  'Pricing Viewed': PLANS.map((plan) => ({ plan: plan.name })),
}

export function chooseProperties(event: EventName, u: number): Bag {
  const choices = PROPERTIES[event] ?? NOTHING
  return choices[Math.floor(u * choices.length)]!
}

/** A machine looks at the board once a minute for three hours of its first two days, nights included. */
function drawBot(plan: AccountPlan, day: Day, emit: (use: Use) => void): void {
  const member = plan.members[0]!
  const age = day - member.from
  if (age < 0 || age > 1) return
  for (let n = 0; n < BOT_EVENTS; n++) {
    const at = plan.account.createdAt + age * MS_PER_DAY + (n + 1) * 60_000
    emit({ member, day, n, at, event: 'Board Viewed', properties: { view: 'kanban' } })
  }
}
