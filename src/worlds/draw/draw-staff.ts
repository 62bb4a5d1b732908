import { branch, seek } from '../../core/stream.ts'
import type { Day } from '../../core/time.ts'
import type { LifeDraft } from '../life-draft.ts'
import { integerBetween, poisson, uniformBetween } from '../sample.ts'
import { drawMember, findChampion, isMember } from './draw-member.ts'

const WEEKLY_TURNOVER = 0.0025

/** Share of the first seats that an account means to fill. */
export function targetMembers(draft: Pick<LifeDraft, 'account'>): number {
  const share = uniformBetween(branch(draft.account.key, 'occupancy'), 0.55, 0.9)
  return Math.max(1, Math.round(draft.account.seats * share))
}

/** New members: towards the size meant, and by growth that the fit of the account decides; never more than there are seats. */
export function hireOfWeek(draft: LifeDraft, week: Day): void {
  const source = seek(branch(draft.account.key, 'hires'), week)
  const present = countPresent(draft, week)
  const growth = 0.004 * Math.exp(0.5 * draft.account.fit) * present
  const missing = Math.max(0, targetMembers(draft) - present)
  const hires = Math.min(poisson(source, 0.15 * missing + growth), Math.max(0, draft.seats - present))
  for (let i = 0; i < hires; i++) {
    const from = week + integerBetween(source, 0, 6)
    draft.members.push(drawMember(draft.account, { index: draft.members.length, from, past: false }))
  }
}

/** Members who leave. The owner stays; when the champion goes, the account is at risk. */
export function leaveOfWeek(draft: LifeDraft, week: Day): void {
  const source = seek(branch(draft.account.key, 'leaves'), week)
  const leaves = poisson(source, WEEKLY_TURNOVER * countPresent(draft, week))
  for (let i = 0; i < leaves; i++) {
    const leaver = draft.members[integerBetween(source, 0, draft.members.length - 1)]!
    const day = week + integerBetween(source, 0, 6)
    if (leaver.role === 'owner' || !isMember(leaver, day)) continue
    if (leaver === findChampion(draft.members, day)) draft.championLostOn.push(day)
    leaver.to = day
  }
}

export function countPresent(draft: Pick<LifeDraft, 'members'>, on: Day): number {
  let count = 0
  for (const member of draft.members) if (member.to === null || on < member.to) count++
  return count
}
