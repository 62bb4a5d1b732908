import { branch } from '../../core/stream.ts'
import { addMonths, type Day } from '../../core/time.ts'
import { assignArm } from '../assign-arm.ts'
import type { LifeDraft, LifeStart, PendingChurn } from '../life-draft.ts'
import type { PaidLife } from '../paid-life.ts'
import { chance } from '../sample.ts'
import type { WorldFrame } from '../world-options.ts'
import { writeTerms } from '../write-terms.ts'
import type { Account } from './draw-account.ts'
import { churnOfWeek, dipOfWeek, failPayment } from './draw-churn.ts'
import { growOfWeek } from './draw-expansion.ts'
import type { Member } from './draw-member.ts'
import { hireOfWeek, leaveOfWeek } from './draw-staff.ts'
import { complainBeforeChurn, complainOfWeek } from './draw-tickets.ts'

export function drawPaidLife(frame: WorldFrame, account: Account, start: LifeStart): PaidLife {
  const observedFrom = Math.max(start.from, frame.startDay)
  const discountArm = assignArm('discount', account.id, account.key)
  const discountOn = observedFrom + 90
  const harms = frame.mechanisms.discountPlaybook && discountArm.delivered
  const draft = beginLife(frame, account, start, { on: discountOn, harms })
  const firstPlan = draft.planIndex
  const last = liveThrough(draft, observedFrom)
  const annual = chance(branch(account.key, 'annual'), 0.3)
  const churn = last === null ? null : { ...last, effectiveOn: endOf(start.from, annual, last) }
  if (churn !== null) endMemberships(draft.members, churn.effectiveOn)
  return {
    from: start.from,
    observedFrom,
    annual,
    ahas: start.ahas,
    members: draft.members,
    dips: draft.dips,
    churn,
    championLostOn: draft.championLostOn,
    signs: draft.signs,
    upgrades: draft.upgrades,
    tickets: churn === null ? draft.tickets : complainBeforeChurn(draft, churn),
    paymentFailures: draft.paymentFailures,
    terms: writeTerms(account, { from: start.from, planIndex: firstPlan, upgrades: draft.upgrades, churn }),
    newsletter: assignArm('newsletter', account.id, account.key),
    discount: discountArm,
    discountOn,
  }
}

function beginLife(frame: WorldFrame, account: Account, start: LifeStart, discount: LifeDraft['discount']): LifeDraft {
  const larger = chance(branch(account.key, 'plan'), 0.4) ? 1 : 0
  const planIndex = { smb: 0, mid: 1, ent: 2 }[account.segment] + larger
  return {
    frame,
    account,
    ...start,
    discount,
    seats: account.seats,
    planIndex,
    championLostOn: [],
    dips: [],
    pending: null,
    rescuedOn: null,
    signs: [],
    upgrade: null,
    upgrades: [],
    tickets: [],
    paymentFailures: [],
  }
}

/** Goes week by week until a decision to leave falls or the horizon is reached. */
function liveThrough(draft: LifeDraft, observedFrom: Day): PendingChurn | null {
  for (let week = observedFrom; week < draft.frame.horizonDay; week += 7) {
    hireOfWeek(draft, week)
    leaveOfWeek(draft, week)
    complainOfWeek(draft, week)
    dipOfWeek(draft, week)
    const churn = churnOfWeek(draft, week, failPayment(draft, week))
    growOfWeek(draft, week, churn?.decidedOn ?? week + 7)
    if (churn !== null) return churn
  }
  return null
}

/** A cancellation takes effect at the next renewal, a failed payment after its two weeks of retries. */
function endOf(from: Day, annual: boolean, churn: PendingChurn): Day {
  if (churn.kind === 'payment') return churn.decidedOn
  const step = annual ? 12 : 1
  let months = step
  while (addMonths(from, months) <= churn.decidedOn) months += step
  return addMonths(from, months)
}

function endMemberships(members: readonly Member[], on: Day): void {
  for (const member of members) if (member.to === null || member.to > on) member.to = Math.max(on, member.from)
}
