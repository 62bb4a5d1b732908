import { branch } from '../core/stream.ts'
import type { Day } from '../core/time.ts'
import type { AccountPlan } from './account-plan.ts'
import type { Member } from './draw/draw-member.ts'
import { nameDevice } from './name-things.ts'

export const STRAY_DAYS = 9

/** Who an event says sent it: the user; a shared mailbox beside one of its devices; or, half of the time while a second device is not joined yet, that device alone. */
export function actorOf(member: Member, day: Day, u: number): { userId?: string; anonymousId?: string } {
  const { userId } = member.person
  if (member.devices.length > 0) return { userId, anonymousId: member.devices[Math.floor(u * member.devices.length)]! }
  const stray = member.strayFrom !== null && day >= member.strayFrom && day < member.strayFrom + STRAY_DAYS
  return stray && u < 0.5 ? { anonymousId: strayDevice(member) } : { userId }
}

export function strayDevice(member: Member): string {
  return nameDevice(branch(member.key, 'stray device'))
}

/** The context of a member's events on a day: made once for an account, not for each event. */
export function contextOf(plan: AccountPlan, member: Member, day: Day): { readonly groupId: string } {
  return member.regroup !== null && day >= member.regroup.on ? member.regroup.context : plan.context
}

/** The account key that a member's events carry on a day. */
export function groupOf(plan: AccountPlan, member: Member, day: Day): string {
  return member.regroup !== null && day >= member.regroup.on ? member.regroup.context.groupId : plan.account.id
}
