import { branch, seek } from '../../core/stream.ts'
import type { Day } from '../../core/time.ts'
import type { LifeDraft } from '../life-draft.ts'
import type { GrowthSign, Upgrade } from '../paid-life.ts'
import { chance, integerBetween, uniformBetween } from '../sample.ts'
import { PLANS } from '../vocabulary.ts'
import { countPresent } from './draw-staff.ts'

const WINDOW_DAYS = 45
const UPGRADE_CHANCE = { seats: 0.35, premium: 0.15, none: 0.03 } as const
const FULL = 0.95
const PREMIUM_WEEKLY = 0.008

/** Growth of a week: an upgrade that was due, else a new sign of growth and what it will lead to within 45 days. */
export function growOfWeek(draft: LifeDraft, week: Day, until: Day): void {
  if (!draft.frame.mechanisms.expansion) return
  if (draft.upgrade !== null && draft.upgrade.on < week + 7) {
    if (draft.upgrade.on < until) takeUpgrade(draft, draft.upgrade)
    draft.upgrade = null
  }
  const sign = signOfWeek(draft, week, until)
  if (sign !== null) draft.signs.push(sign)
  decideUpgrade(draft, week, sign)
}

function signOfWeek(draft: LifeDraft, week: Day, until: Day): GrowthSign | null {
  const last = draft.signs.at(-1)
  if (last !== undefined && last.on + WINDOW_DAYS > week) return null
  const source = seek(branch(draft.account.key, 'growth'), week)
  const on = week + integerBetween(source, 0, 6)
  const used = countPresent(draft, on)
  const wants = chance(source, PREMIUM_WEEKLY * Math.exp(0.3 * draft.account.fit))
  if (on >= until) return null
  if (used > FULL * draft.seats) return { kind: 'seats', on, used, limit: draft.seats }
  return wants ? { kind: 'premium', on, used, limit: draft.seats } : null
}

/** Within 45 days of a sign at its chance; without one at the base chance, spread over the weeks. */
function decideUpgrade(draft: LifeDraft, week: Day, sign: GrowthSign | null): void {
  const source = seek(branch(draft.account.key, 'upgrade'), week)
  const cause = draft.frame.mechanisms.effects && sign !== null ? sign.kind : 'none'
  const recent = draft.signs.some((other) => other.on + WINDOW_DAYS > week)
  if (cause === 'none' && draft.frame.mechanisms.effects && recent) return
  const probability = cause === 'none' ? (UPGRADE_CHANCE.none * 7) / WINDOW_DAYS : UPGRADE_CHANCE[cause]
  if (!chance(source, probability) || draft.upgrade !== null) return
  const wait = integerBetween(source, 1, cause === 'none' ? 7 : WINDOW_DAYS)
  const seats = Math.max(draft.seats + 1, Math.ceil(draft.seats * uniformBetween(source, 1.25, 1.7)))
  const dearer = cause === 'premium' || chance(source, 0.2)
  const planIndex = Math.min(PLANS.length - 1, draft.planIndex + (dearer ? 1 : 0))
  draft.upgrade = { on: (sign?.on ?? week) + wait, seats, planIndex, cause }
}

function takeUpgrade(draft: LifeDraft, upgrade: Upgrade): void {
  draft.upgrades.push(upgrade)
  draft.seats = upgrade.seats
  draft.planIndex = upgrade.planIndex
}
