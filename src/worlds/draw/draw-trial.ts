import { branch, uniform } from '../../core/stream.ts'
import { type Day, MS_PER_DAY } from '../../core/time.ts'
import { logistic } from '../../stats/distributions/logit.ts'
import { assignArm, type PlaybookArm } from '../assign-arm.ts'
import { chance, integerBetween, lognormal } from '../sample.ts'
import type { WorldFrame } from '../world-options.ts'
import type { Account } from './draw-account.ts'

export const TRIAL_DAYS = 14
export const MILESTONES = ['invite', 'integration', 'tasks', 'avatar', 'tour', 'pricing'] as const
export type Milestone = (typeof MILESTONES)[number]
/** Days after sign-up (0 … 13), by milestone; null: not within the trial. */
export type MilestoneDays = Readonly<Record<Milestone, number | null>>

export type Trial = {
  readonly startDay: Day
  readonly opened: boolean
  readonly milestones: MilestoneDays
  /** Tasks created in the trial: five or more when the milestone is reached. */
  readonly tasks: number
  /** Activity of the first two days: what a careful analyst adjusts by. */
  readonly earlyActivity: number
  readonly advancedFilter: boolean
  readonly onboarding: PlaybookArm
  readonly conversionChance: number
  /** The day the first subscription begins; null: never. */
  readonly convertedOn: Day | null
}

/** Mean conversion where nothing has an effect. */
const NULL_CONVERSION = 0.12
const NO_MILESTONES: MilestoneDays = {
  invite: null,
  integration: null,
  tasks: null,
  avatar: null,
  tour: null,
  pricing: null,
}

export function drawTrial(frame: WorldFrame, account: Account): Trial {
  const startDay = Math.floor(account.createdAt / MS_PER_DAY)
  const onboarding = assignArm('onboarding-email', account.id, account.key)
  const opened = account.nature !== 'ghost'
  const early = branch(account.key, 'early activity')
  const base = { startDay, opened, onboarding, earlyActivity: lognormal(early, 0.5 * account.motivation, 0.5) }
  const learner = account.nature === 'company' || account.nature === 'duplicate'
  if (!opened || !learner) {
    return {
      ...base,
      milestones: NO_MILESTONES,
      tasks: 0,
      advancedFilter: false,
      conversionChance: 0,
      convertedOn: null,
    }
  }
  const milestones = drawMilestones(frame, account, { startDay, onboarding })
  const conversionChance = frame.mechanisms.effects ? convert(account, milestones) : NULL_CONVERSION
  const sale = branch(account.key, 'conversion')
  const converts = chance(sale, conversionChance) && account.nature === 'company'
  return {
    ...base,
    milestones,
    tasks: countTasks(account, milestones.tasks !== null),
    advancedFilter: usesFilter(frame, account),
    conversionChance,
    convertedOn: converts ? startDay + TRIAL_DAYS + Math.floor(14 * uniform(sale) ** 3) : null,
  }
}

type Start = { readonly startDay: Day; readonly onboarding: PlaybookArm }

function drawMilestones(frame: WorldFrame, account: Account, start: Start): MilestoneDays {
  const u = account.motivation
  const redesigned = frame.mechanisms.redesign && start.startDay >= frame.redesignDay
  const larger = account.segment === 'smb' ? 0 : 0.3
  const mailed = frame.mechanisms.onboardingPlaybook && start.onboarding.delivered ? 0.06 : 0
  const inviting = logistic(-1.1 + 0.7 * u + larger + (redesigned ? 0.4 : 0)) + mailed
  const invite = dayOf(account, 'invite', inviting)
  return {
    invite,
    integration: dayOf(account, 'integration', logistic(-1.4 + 0.5 * u + (account.segment === 'ent' ? 0.6 : 0))),
    tasks: dayOf(account, 'tasks', logistic(-0.4 + 0.8 * u + (invite === null ? 0 : 0.5))),
    avatar: dayOf(account, 'avatar', logistic(-0.3 + 1.3 * u)),
    tour: dayOf(account, 'tour', logistic(0.3 + 0.5 * u)),
    pricing: dayOf(account, 'pricing', logistic(-1.6 + 1.6 * u)),
  }
}

/** Reached with this probability; if so, mostly early: an exponential with a mean of 3.2 days, cut at the trial's end. */
function dayOf(account: Account, milestone: Milestone, probability: number): number | null {
  const source = branch(account.key, 'milestone', milestone)
  if (!chance(source, probability)) return null
  const within = 1 - Math.exp(-TRIAL_DAYS / 3.2)
  return Math.min(TRIAL_DAYS - 1, Math.floor(-3.2 * Math.log(1 - within * uniform(source))))
}

function convert(account: Account, milestones: MilestoneDays): number {
  const done = (milestone: Milestone, weight: number) => (milestones[milestone] === null ? 0 : weight)
  return logistic(-3.1 + 0.8 * account.motivation + done('invite', 0.9) + done('integration', 0.6) + done('tasks', 0.5))
}

function countTasks(account: Account, reached: boolean): number {
  const source = branch(account.key, 'trial tasks')
  return reached ? 5 + Math.floor(8 * uniform(source) ** 2) : integerBetween(source, 0, 4)
}

/** Simpson's plant: used mostly by small new trials, which buy at a rate of their own; within them it is worth nothing. */
function usesFilter(frame: WorldFrame, account: Account): boolean {
  if (!frame.mechanisms.advancedFilter) return false
  return chance(branch(account.key, 'advanced filter'), account.segment === 'smb' ? 0.75 : 0.1)
}

/** How many of the three steps that make customers stay were done (for customers of before the world: drawn alike). */
export function countAhas(milestones: MilestoneDays): number {
  return [milestones.invite, milestones.integration, milestones.tasks].filter((day) => day !== null).length
}

/** The milestones that a customer of before the world's start reached in the trial of long ago. */
export function drawPastMilestones(frame: WorldFrame, account: Account): MilestoneDays {
  const startDay = Math.floor(account.createdAt / MS_PER_DAY)
  return drawMilestones(frame, account, { startDay, onboarding: { arm: 'holdout', delivered: false } })
}
