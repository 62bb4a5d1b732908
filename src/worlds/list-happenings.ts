import { type Millis, MS_PER_DAY, MS_PER_HOUR } from '../core/time.ts'
import type { AccountPlan, Happening } from './account-plan.ts'
import { describeAccount } from './describe-account.ts'
import type { Member } from './draw/draw-member.ts'
import { formatInstant } from './format-instant.ts'
import { listPaidHappenings } from './list-paid-happenings.ts'
import { listTrialHappenings } from './list-trial-happenings.ts'
import { STRAY_DAYS, strayDevice } from './name-actor.ts'
import { momentOn } from './place-moment.ts'
import type { WorldFrame } from './world-options.ts'

/** Everything particular that happens in an account, in order of time. */
export function listHappenings(frame: WorldFrame, plan: AccountPlan): Happening[] {
  const all = [...listArrivalsOfMembers(frame, plan), ...listTrialHappenings(frame, plan)]
  if (plan.paid !== null) all.push(...listPaidHappenings(frame, plan, plan.paid))
  return all.sort((a, b) => knownAt(a) - knownAt(b))
}

export function knownAt(happening: Happening): Millis {
  return 'knownAt' in happening && happening.knownAt !== undefined ? happening.knownAt : happening.at
}

/** Who joins says who they are; those of before the world are filled in on its first day, with the times of then. */
function listArrivalsOfMembers(frame: WorldFrame, plan: AccountPlan): Happening[] {
  const first = frame.startDay * MS_PER_DAY + (plan.account.index % 600) * 1_000
  const all: Happening[] = []
  for (const member of plan.members) {
    const { createdAt, device } = member.person
    const traits = { role: member.role }
    if (member.past) {
      all.push({ kind: 'identify', at: createdAt, knownAt: first, member, device })
      all.push({ kind: 'group', at: createdAt, knownAt: first + 1, member, traits })
    } else {
      all.push(...joinOf(plan, member))
    }
    all.push(...listDevices(plan, member), ...listRegrouping(plan, member))
    if (member.to !== null && member.to < (plan.paid?.churn?.effectiveOn ?? plan.lastDay)) {
      const at = momentOn(member.key, { day: member.to, n: 0, offsetHours: plan.account.country.offsetHours })
      all.push({ kind: 'track', at, member, event: 'Account Removed User', properties: {} })
    }
  }
  if (plan.trial === null)
    all.push({ kind: 'group', at: first + 2, member: plan.members[0]!, traits: describeAccount(plan, first) })
  return all
}

/** Further devices that are joined to the member: those of a shared mailbox, and the one that sent without a login for nine days. */
function listDevices(plan: AccountPlan, member: Member): Happening[] {
  const joined = joinMoment(plan, member) + 10
  const all = member.devices.map((device, n): Happening => ({ kind: 'identify', at: joined + n, member, device }))
  if (member.strayFrom === null) return all
  const at = (member.strayFrom + STRAY_DAYS) * MS_PER_DAY + member.index
  return [...all, { kind: 'identify', at, member, device: strayDevice(member) }]
}

/** A merge or a split makes the member one of another account, which for a split is new. */
function listRegrouping(plan: AccountPlan, member: Member): Happening[] {
  if (member.regroup === null) return []
  const { on, context } = member.regroup
  const at = Math.max(on, member.from) * MS_PER_DAY + 60_000 + member.index * 2_000
  const joins: Happening = { kind: 'track', at, member, event: 'Account Added User', properties: { role: member.role } }
  if (!context.groupId.startsWith(plan.account.id)) return [joins]
  const traits = { ...describeAccount(plan, at), name: `${plan.name} (new)`, createdAt: formatInstant(on * MS_PER_DAY) }
  return [joins, { kind: 'group', at: at + 1, member, traits }]
}

/** When a member joins: the owner at the sign-up, others early on their first day. */
export function joinMoment(plan: AccountPlan, member: Member): Millis {
  if (member.index === 0 && plan.trial !== null) return plan.account.createdAt
  const { offsetHours } = plan.account.country
  return momentOn(member.key, { day: member.from, n: 0, offsetHours }) - 5 * MS_PER_HOUR
}

function joinOf(plan: AccountPlan, member: Member): Happening[] {
  const at = joinMoment(plan, member)
  const lag = member.mergeLagDays * MS_PER_DAY
  const { device } = member.person
  const all: Happening[] = [
    { kind: 'identify', at, member, device: lag > 0 ? null : device },
    { kind: 'track', at: at + 2, member, event: 'Account Added User', properties: { role: member.role } },
  ]
  if (lag > 0) all.push({ kind: 'identify', at: at + lag, member, device })
  return all
}
