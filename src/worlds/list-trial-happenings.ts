import { branch, uniform } from '../core/stream.ts'
import { dayToIso, type Millis, MS_PER_DAY } from '../core/time.ts'
import type { AccountPlan, Happening } from './account-plan.ts'
import { describeAccount } from './describe-account.ts'
import { TRIAL_DAYS, type Trial } from './draw/draw-trial.ts'
import { eventMoment } from './list-paid-happenings.ts'
import { inviteDays, VISIT_DAYS } from './plan-account.ts'
import { integerBetween, pick, poisson } from './sample.ts'
import { EVENT_NAMES, type EventName, PLANS } from './vocabulary.ts'
import type { Bag } from './world-message.ts'
import type { WorldFrame } from './world-options.ts'

/** The sign-up and its steps. */
export function listTrialHappenings(frame: WorldFrame, plan: AccountPlan): Happening[] {
  const { trial } = plan
  if (trial === null) return []
  const visits = frame.mechanisms.identityMess ? listVisits(plan) : []
  return [...visits, ...listSignUp(plan, trial), ...listMilestones(plan, trial)]
}

/** Looks around before signing up, known by the device only. */
function listVisits(plan: AccountPlan): Happening[] {
  const source = branch(plan.account.key, 'visits')
  const count = poisson(source, 1.5)
  const device = plan.members[0]!.person.device
  return Array.from({ length: count }, (): Happening => {
    const at = Math.floor(plan.account.createdAt - uniform(source) ** 2 * VISIT_DAYS * MS_PER_DAY) - 60_000
    const page = pick(source, ['/', '/features', '/pricing', '/customers'])
    return { kind: 'visit', at, device, event: 'Landing Page Viewed', properties: { page } }
  })
}

function listSignUp(plan: AccountPlan, trial: Trial): Happening[] {
  const at = plan.account.createdAt
  const member = plan.members[0]!
  const dates = {
    trial_start_date: dayToIso(trial.startDay),
    trial_end_date: dayToIso(trial.startDay + TRIAL_DAYS),
    trial_plan_name: 'business',
  }
  const track = (after: Millis, event: EventName, properties: Bag): Happening => {
    return { kind: 'track', at: at + after, member, event, properties }
  }
  return [
    track(1, 'Signed Up', { type: 'trial', title: member.person.title, source: plan.account.source }),
    track(3, 'Account Created', { account_name: plan.name }),
    { kind: 'group', at: at + 4, member, traits: describeAccount(plan, at) },
    track(5, 'Trial Started', dates),
    track(TRIAL_DAYS * MS_PER_DAY, 'Trial Ended', {
      ...dates,
      converted: trial.convertedOn === trial.startDay + TRIAL_DAYS,
    }),
  ]
}

const STEP_EVENTS = {
  integration: 'Integration Connected',
  avatar: 'Avatar Uploaded',
  tour: 'Tour Finished',
  pricing: 'Pricing Viewed',
} as const
const INTEGRATIONS = ['slack', 'github', 'google-drive', 'jira', 'zapier']

function listMilestones(plan: AccountPlan, trial: Trial): Happening[] {
  const all: Happening[] = []
  const add = (event: EventName, age: number, properties: Bag, n = 0) =>
    all.push(stepAt(plan, { event, age, n, properties }))
  const source = branch(plan.account.key, 'steps')
  for (const [n, day] of inviteDays(plan.account, trial).entries()) {
    const invitee_email = `colleague${n + 1}@${plan.account.domain}`
    add('Invite Sent', day - trial.startDay, { invitee_email, invitee_role: 'member' }, n)
  }
  for (const [n, day] of taskDays(plan, trial).entries()) add('Task Created', day, { source: 'web' }, n)
  for (const [milestone, event] of Object.entries(STEP_EVENTS) as [keyof typeof STEP_EVENTS, EventName][]) {
    const age = trial.milestones[milestone]
    if (age !== null) add(event, age, propertiesOf(event, source))
  }
  if (trial.advancedFilter)
    add('Advanced Filter Used', integerBetween(source, 0, 6), { fields: integerBetween(source, 1, 4) })
  return all
}

function propertiesOf(event: EventName, source: Parameters<typeof uniform>[0]): Bag {
  if (event === 'Integration Connected') return { integration: pick(source, INTEGRATIONS) }
  return event === 'Pricing Viewed' ? { plan: pick(source, PLANS).name } : {}
}

/** The fifth task falls on the milestone's day, the others before it and after. */
function taskDays(plan: AccountPlan, trial: Trial): number[] {
  const source = branch(plan.account.key, 'task days')
  const reached = trial.milestones.tasks
  return Array.from({ length: trial.tasks }, (_, n) => {
    if (reached === null) return integerBetween(source, 0, TRIAL_DAYS - 1)
    if (n < 4) return integerBetween(source, 0, reached)
    return n === 4 ? reached : integerBetween(source, reached, TRIAL_DAYS - 1)
  })
}

type Step = { readonly event: EventName; readonly age: number; readonly n: number; readonly properties: Bag }

/** A working moment of a whole day after the sign-up: age in elapsed days, so that no step precedes the sign-up or leaves the trial. */
function stepAt(plan: AccountPlan, step: Step): Happening {
  const { createdAt } = plan.account
  const on = Math.floor(createdAt / MS_PER_DAY) + step.age
  const number = EVENT_NAMES.indexOf(step.event)
  const earliest = createdAt + step.age * MS_PER_DAY + (step.n * EVENT_NAMES.length + number + 1) * 10_000
  const latest = createdAt + (step.age + 1) * MS_PER_DAY - 60_000
  const at = Math.min(Math.max(eventMoment(plan, step.event, { on, n: step.n }), earliest), latest)
  return { kind: 'track', at, member: plan.members[0]!, event: step.event, properties: step.properties }
}
