import { branch, seek } from '../../core/stream.ts'
import type { Day } from '../../core/time.ts'
import { assignArm } from '../assign-arm.ts'
import type { LifeDraft, PendingChurn } from '../life-draft.ts'
import type { Dip } from '../paid-life.ts'
import { chance, integerBetween, lognormal, uniformBetween } from '../sample.ts'

const ONSET_HAZARD = 0.006
/** The hazard is that of an account with the mean number of aha moments. */
const MEAN_AHAS = 0.95
const LULL_SHARE = 0.4
const SILENT_HAZARD = 0.001
const PAYMENT_HAZARD = (0.004 * 12 * 7) / 365.25
const RESCUE_FACTOR = 0.7
const RESCUE_AFTER_DAYS = 14

/** Does usage begin to fall this week? One fall at a time. */
export function dipOfWeek(draft: LifeDraft, week: Day): void {
  const last = draft.dips.at(-1)
  if (draft.pending !== null || (last !== undefined && (last.recoversOn ?? week) + 28 > week)) return
  const source = seek(branch(draft.account.key, 'decline'), week)
  if (!chance(source, ONSET_HAZARD * hazardFactor(draft, week))) return
  const onset = week + integerBetween(source, 0, 6)
  const lull = chance(source, LULL_SHARE)
  if (lull ? !draft.frame.mechanisms.lulls : !draft.frame.mechanisms.declines) return
  const halfLife = uniformBetween(source, 14, 35)
  const leadDays = Math.max(7, Math.round(lognormal(source, Math.log(45), 0.35)))
  const lullDays = 7 * integerBetween(source, 3, 6)
  if (lull) addDip(draft, { kind: 'lull', onset, halfLife: 0, leadDays: 0, recoversOn: onset + lullDays })
  else addDip(draft, { kind: 'decline', onset, halfLife, leadDays, recoversOn: null })
}

function hazardFactor(draft: LifeDraft, week: Day): number {
  if (!draft.frame.mechanisms.effects) return 1
  const championLost = draft.championLostOn.some((on) => on <= week && week < on + 84)
  const severe = draft.tickets.filter((ticket) => ticket.severe && ticket.on >= week - 28).length
  return Math.exp(-0.35 * (draft.ahas - MEAN_AHAS) + (championLost ? 0.3 : 0) + 0.25 * severe)
}

type Fall = Pick<Dip, 'kind' | 'onset' | 'halfLife' | 'leadDays' | 'recoversOn'>

/** The rescue playbook sees the fall two weeks in, lull or not; where it arrives, three decisions in ten are not taken. */
function addDip(draft: LifeDraft, fall: Fall): void {
  const rescue = assignArm('rescue', draft.account.id, draft.account.key)
  const rescueTriggeredOn = fall.onset + RESCUE_AFTER_DAYS
  const intime = fall.kind === 'lull' || fall.leadDays > RESCUE_AFTER_DAYS
  const helped = draft.frame.mechanisms.rescuePlaybook && rescue.delivered && intime
  const saved = chance(seek(branch(draft.account.key, 'rescue'), fall.onset), 1 - RESCUE_FACTOR)
  const averted = helped && saved && fall.kind === 'decline'
  const recoversOn = averted ? rescueTriggeredOn + 7 : fall.recoversOn
  draft.dips.push({ ...fall, recoversOn, rescue, rescueTriggeredOn, averted })
  if (helped && draft.rescuedOn === null) draft.rescuedOn = rescueTriggeredOn
  if (fall.kind === 'lull' || averted) return
  draft.pending = {
    kind: 'decline',
    onset: fall.onset,
    leadDays: fall.leadDays,
    decidedOn: fall.onset + fall.leadDays,
  }
}

/** Does the month's payment fail this week, and for good? The day of the end follows two weeks of retries. */
export function failPayment(draft: LifeDraft, week: Day): PendingChurn | null {
  const source = seek(branch(draft.account.key, 'payment'), week)
  if (!draft.frame.mechanisms.paymentFailures || !chance(source, PAYMENT_HAZARD)) return null
  const on = week + integerBetween(source, 0, 6)
  const recovered = chance(source, 0.6)
  draft.paymentFailures.push({ on, recovered })
  return recovered ? null : { kind: 'payment', onset: null, leadDays: null, decidedOn: on + 14 }
}

/** The decision that falls in this week (for payments: that becomes certain in it), the earliest if several. */
export function churnOfWeek(draft: LifeDraft, week: Day, failed: PendingChurn | null): PendingChurn | null {
  const candidates = [silentChurn(draft, week), failed]
  if (draft.pending !== null && draft.pending.decidedOn < week + 7) candidates.push(draft.pending)
  return candidates.reduce((a, b) => (a === null || (b !== null && b.decidedOn < a.decidedOn) ? b : a), null)
}

/** Budget cut, acquisition: nothing in the usage says so beforehand. */
function silentChurn(draft: LifeDraft, week: Day): PendingChurn | null {
  if (!draft.frame.mechanisms.silentChurn) return null
  const source = seek(branch(draft.account.key, 'silent churn'), week)
  const rescued = draft.rescuedOn !== null && week >= draft.rescuedOn
  if (!chance(source, SILENT_HAZARD)) return null
  const decidedOn = week + integerBetween(source, 0, 6)
  const averted = chance(source, 1 - RESCUE_FACTOR) && rescued
  return averted ? null : { kind: 'silent', onset: null, leadDays: null, decidedOn }
}
