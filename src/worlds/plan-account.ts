import { branch } from '../core/stream.ts'
import { type Day, MS_PER_DAY } from '../core/time.ts'
import type { AccountPlan } from './account-plan.ts'
import { type Account, drawAccount } from './draw/draw-account.ts'
import { drawMember, type Member } from './draw/draw-member.ts'
import { drawPaidLife } from './draw/draw-paid-life.ts'
import { targetMembers } from './draw/draw-staff.ts'
import { countAhas, drawPastMilestones, drawTrial, TRIAL_DAYS, type Trial } from './draw/draw-trial.ts'
import type { PaidLife } from './paid-life.ts'
import { chance, integerBetween, normal } from './sample.ts'
import type { WorldFrame } from './world-options.ts'

/** One account with everything settled but its happenings and what others do to it. */
export function planAccount(frame: WorldFrame, index: number): AccountPlan {
  const account = drawAccount(frame, index)
  const createdDay = Math.floor(account.createdAt / MS_PER_DAY)
  const trial = account.origin === 'trial' ? drawTrial(frame, account) : null
  const members = trial === null ? drawPastMembers(frame, account) : drawTrialMembers(account, trial)
  const paid = trial === null ? livePast(frame, account, members) : liveAfterTrial(frame, account, { trial, members })
  return {
    account,
    trial,
    paid,
    members,
    context: { groupId: account.id },
    pace: account.seats ** PER_SEAT_POWER * Math.exp(0.3 * account.motivation - 0.045),
    noise: drawNoise(frame, account),
    name: account.name,
    happenings: [],
    firstDay: trial === null ? frame.startDay : createdDay - VISIT_DAYS - 1,
    lastDay: lastDayOf(frame, { createdDay, paid }),
  }
}

/** Members of larger accounts use the product less each: the account's use grows with seats^0.6. */
const PER_SEAT_POWER = -0.4

/** How long before the sign-up a visitor may have looked around. */
export const VISIT_DAYS = 20
/** A merge may be this late. */
export const MERGE_LAG_DAYS = 9

function lastDayOf(frame: WorldFrame, life: { createdDay: Day; paid: PaidLife | null }): Day {
  if (life.paid === null) return life.createdDay + TRIAL_DAYS + MERGE_LAG_DAYS + 2
  return life.paid.churn === null ? frame.horizonDay : life.paid.churn.effectiveOn + MERGE_LAG_DAYS + 2
}

function livePast(frame: WorldFrame, account: Account, members: Member[]): PaidLife {
  const from = Math.floor(account.createdAt / MS_PER_DAY) + TRIAL_DAYS
  return drawPaidLife(frame, account, { from, ahas: countAhas(drawPastMilestones(frame, account)), members })
}

function liveAfterTrial(
  frame: WorldFrame,
  account: Account,
  came: { trial: Trial; members: Member[] },
): PaidLife | null {
  const { convertedOn, milestones } = came.trial
  if (convertedOn === null) return null
  return drawPaidLife(frame, account, { from: convertedOn, ahas: countAhas(milestones), members: came.members })
}

function drawPastMembers(frame: WorldFrame, account: Account): Member[] {
  const count = targetMembers({ account })
  return Array.from({ length: count }, (_, index) => drawMember(account, { index, from: frame.startDay, past: true }))
}

/** The owner, and those of the invited who came. Without the milestone at most one was invited. */
function drawTrialMembers(account: Account, trial: Trial): Member[] {
  const members = [drawMember(account, { index: 0, from: trial.startDay, past: false })]
  for (const on of inviteDays(account, trial)) {
    const source = branch(account.key, 'accepts', members.length, on)
    if (!chance(source, 0.7)) continue
    const from = on + integerBetween(source, 0, 2)
    members.push(drawMember(account, { index: members.length, from, past: false }))
  }
  return members
}

/** Days on which an invitation was sent, one entry each: two to four from the milestone's day on, or one in a fifth of the others. */
export function inviteDays(account: Account, trial: Trial): Day[] {
  const source = branch(account.key, 'invites')
  const reached = trial.milestones.invite
  if (reached === null) {
    const learner = trial.opened && trial.conversionChance > 0
    return learner && chance(source, 0.2) ? [trial.startDay + integerBetween(source, 0, TRIAL_DAYS - 1)] : []
  }
  const more = Array.from({ length: integerBetween(source, 1, 3) }, () => reached)
  return [integerBetween(source, 0, reached), ...more].map((day) => trial.startDay + day)
}

/** Weekly AR(1) of correlation 0.5 and deviation 0.15 on the log scale. */
function drawNoise(frame: WorldFrame, account: Account): Float32Array {
  const weeks = Math.ceil((frame.horizonDay - frame.startDay) / 7) + 1
  const source = branch(account.key, 'noise')
  const factors = new Float32Array(weeks)
  let level = normal(source, 0, 0.15)
  for (let week = 0; week < weeks; week++) {
    factors[week] = Math.exp(level - 0.15 ** 2 / 2)
    level = 0.5 * level + normal(source, 0, 0.15 * Math.sqrt(0.75))
  }
  return factors
}
