import { type Day, MS_PER_DAY, MS_PER_HOUR } from '../core/time.ts'
import type { AccountPlan } from './account-plan.ts'
import { knownAt } from './list-happenings.ts'
import { healthOn } from './measure-health.ts'
import type { WorldFrame } from './world-options.ts'

const SHARE = 0.1
const EVERY_DAYS = 28

export type CsmCall = { readonly accountId: string; readonly on: Day }

/** The habit of the CSMs: every four weeks they call the tenth of their accounts whose use is lowest against its own usual. It has no effect, yet use rises after: the noise was low. */
export function callQuietAccounts(frame: WorldFrame, accounts: readonly AccountPlan[]): CsmCall[] {
  const calls: CsmCall[] = []
  const managed = accounts.filter((plan) => plan.account.csm !== null && plan.paid !== null)
  for (let on = frame.startDay + EVERY_DAYS; on < frame.horizonDay; on += EVERY_DAYS) {
    for (const plan of quietest(frame, managed, on)) {
      calls.push({ accountId: plan.account.id, on })
      const at = on * MS_PER_DAY + 16 * MS_PER_HOUR
      plan.happenings.push({
        kind: 'group',
        at,
        member: plan.members[0]!,
        traits: { last_csm_call: new Date(at).toISOString() },
      })
    }
  }
  for (const plan of managed) plan.happenings.sort((a, b) => knownAt(a) - knownAt(b))
  return calls
}

function quietest(frame: WorldFrame, managed: readonly AccountPlan[], on: Day): AccountPlan[] {
  const week = Math.floor((on - frame.startDay) / 7) - 1
  const living = managed.map((plan) => ({ plan, level: healthOn(plan.paid!, on) * plan.noise[week]! }))
  const served = living.filter(({ plan, level }) => level > 0 && on >= plan.paid!.from + EVERY_DAYS)
  served.sort((a, b) => a.level - b.level || a.plan.account.index - b.plan.account.index)
  return served.slice(0, Math.ceil(served.length * SHARE)).map(({ plan }) => plan)
}
