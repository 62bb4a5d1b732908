import type { Activation } from '../../config/model.ts'
import type { StepsAnswer, StepsQuery } from '../../contract/analyze/steps.ts'
import { titleOf } from '../../contract/title-of.ts'
import { telltaleError } from '../../core/errors.ts'
import { isoToDay, type Millis, MS_PER_DAY, makeZone } from '../../core/time.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { medianOf } from '../../stats/samples/order-statistics.ts'
import { estimateSurvival } from '../../stats/survival/estimate-survival.ts'
import { countEverLeftOut } from '../question/count-left-out.ts'
import type { ReportSource } from '../question/report-source.ts'
import type { Newcomer } from './newcomer.ts'

const LISTED = 1_000
/** Something that took no time at all took a moment. */
const MOMENT = 1e-9

/** Which milestones the accounts that signed up in a range did in time, how long it took to be activated, and who is stuck. @throws bad_argument, unknown_name */
export async function reportSteps(source: ReportSource, query: StepsQuery): Promise<StepsAnswer> {
  const activation = activationOf(source)
  const { withinDays } = activation
  const all = (await source.readNewcomers({ outcome: null, statusAfter: null })).filter(inRange(source, query))
  const whole = all.filter(({ signUp }) => signUp + withinDays * MS_PER_DAY <= source.now)
  const stuck = all.filter(({ activatedAt }) => activatedAt === null).sort((a, b) => b.signUp - a.signUp)
  return {
    definition: `Accounts that signed up, by the milestones they did within ${withinDays} days; those whose ${withinDays} days are not over are in no share. ${activation.sentence}`,
    complete: whole.length === all.length,
    ...(await countEverLeftOut(source)),
    ...{ warnings: [], within_days: withinDays },
    ...{ newcomers: whole.length, too_early: all.length - whole.length },
    steps: stepsOf(activation, whole),
    activated: reachedOf(whole, withinDays, ({ activatedAt }) => activatedAt),
    nothing: whole.filter((one) => one.reached.every((at) => !isInTime(at, one, withinDays))).length,
    curve: curveOf(all, { now: source.now, days: query.curve_days ?? 2 * withinDays }),
    stuck: stuck.slice(0, query.limit).map((one) => toStuck(one, activation, source)),
    stuck_total: stuck.length,
    ...(query.actors_of === undefined ? {} : { actors: listActors({ all, whole }, activation, query.actors_of) }),
  }
}

/** @throws bad_argument */
function activationOf({ model }: ReportSource): Activation {
  const activation = model.activations.find(({ level }) => level === 'account')
  if (activation !== undefined) return activation
  throw telltaleError('bad_argument', {
    ...{ argument: 'steps', value: 'accounts', expected: 'a configuration with `activation` of accounts' },
  })
}

function inRange({ model }: ReportSource, { date_from, date_to }: StepsQuery): (newcomer: Newcomer) => boolean {
  const zone = makeZone(model.product.timezone)
  const from = (date_from === undefined ? null : isoToDay(date_from)) ?? Number.NEGATIVE_INFINITY
  const to = (date_to === undefined ? null : isoToDay(date_to)) ?? Number.POSITIVE_INFINITY
  return ({ signUp }) => zone.dayOf(signUp) >= from && zone.dayOf(signUp) <= to
}

function isInTime(at: Millis | null, { signUp }: Newcomer, days: number): at is Millis {
  return at !== null && at - signUp < days * MS_PER_DAY
}

function stepsOf({ milestones, withinDays }: Activation, whole: readonly Newcomer[]): StepsAnswer['steps'] {
  const failed = whole.filter((one) => !isInTime(one.activatedAt, one, withinDays))
  return milestones.map(({ key, category, required }, i) => ({
    ...{ key, title: titleOf(key), category, required },
    ...reachedOf(whole, withinDays, ({ reached }) => reached[i] ?? null),
    missing: failed.filter((one) => !isInTime(one.reached[i] ?? null, one, withinDays)).length,
  }))
}

function reachedOf(
  whole: readonly Newcomer[],
  withinDays: number,
  of: (newcomer: Newcomer) => Millis | null,
): StepsAnswer['activated'] {
  const days = whole.flatMap((one) => {
    const at = of(one)
    return isInTime(at, one, withinDays) ? [Math.max(0, at - one.signUp) / MS_PER_DAY] : []
  })
  return {
    done: days.length,
    rate: estimateProportion({ successes: days.length, total: whole.length }),
    median_days: medianOf(days),
  }
}

/** Who is not activated yet is followed up to now. */
function curveOf(all: readonly Newcomer[], { now, days }: { now: Millis; days: number }): StepsAnswer['curve'] {
  const rows = all.map(({ signUp, activatedAt }) => ({
    time: Math.max(MOMENT, ((activatedAt ?? now) - signUp) / MS_PER_DAY),
    event: activatedAt !== null,
  }))
  return estimateSurvival(rows)
    .filter(({ time }) => time <= days)
    .map(({ time, survival, limits, atRisk }) => ({
      day: time,
      activated: 1 - survival,
      limits: limits === null ? null : { lower: 1 - limits.upper, upper: 1 - limits.lower },
      at_risk: atRisk,
    }))
}

function toStuck(
  { account, signUp, reached }: Newcomer,
  { milestones }: Activation,
  { now }: ReportSource,
): StepsAnswer['stuck'][number] {
  const missing = milestones.filter((_, i) => (reached[i] ?? null) === null).map(({ key }) => key)
  const age = (now - signUp) / MS_PER_DAY
  const signedUp = new Date(signUp).toISOString()
  return { account, signed_up: signedUp, age_days: age, done: milestones.length - missing.length, missing }
}

/** @throws unknown_name */
function listActors(
  { all, whole }: { readonly all: readonly Newcomer[]; readonly whole: readonly Newcomer[] },
  { milestones, withinDays }: Activation,
  { step, done, by_day: day }: NonNullable<StepsQuery['actors_of']>,
): NonNullable<StepsAnswer['actors']> {
  const at = milestones.findIndex(({ key }) => key === step)
  if (at < 0 && step !== 'activated') {
    const valid = [...milestones.map(({ key }) => key), 'activated'].join(', ')
    throw telltaleError('unknown_name', { what: 'milestone', name: step, valid })
  }
  const of = ({ reached, activatedAt }: Newcomer) => (at < 0 ? activatedAt : (reached[at] ?? null))
  // As the curve has it: who did it at that moment is counted by then.
  const isDone = (one: Newcomer): boolean => {
    const doneAt = of(one)
    if (day === undefined) return isInTime(doneAt, one, withinDays)
    return doneAt !== null && Math.max(MOMENT, (doneAt - one.signUp) / MS_PER_DAY) <= day
  }
  const own = (day === undefined ? whole : all)
    .filter((one) => isDone(one) === done)
    .map(({ account }) => ({ account }))
  own.sort((a, b) => (a.account < b.account ? -1 : 1))
  return { total: own.length, data: own.slice(0, LISTED) }
}
