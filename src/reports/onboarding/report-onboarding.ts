import type { OnboardingAnswer, OnboardingQuery } from '../../contract/analyze/onboarding.ts'
import type { AnalysisWarning } from '../../contract/analyze/question.ts'
import { telltaleError } from '../../core/errors.ts'
import { type Day, isoToDay, type Millis, MS_PER_DAY, makeZone } from '../../core/time.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import type { Share } from '../../stats/proportions/share.ts'
import { associate } from '../../stats/survival/associate.ts'
import { settleFate } from '../landmark/fate.ts'
import { checkParts } from '../question/check-parts.ts'
import { countEverLeftOut } from '../question/count-left-out.ts'
import type { ReportSource } from '../question/report-source.ts'
import type { LeftOut, Settled } from '../question/settled.ts'
import { type Classes, classesOf } from './classify-newcomer.ts'
import type { Newcomer } from './newcomer.ts'

/** What became of the accounts that signed up in the range, by how their onboarding stood. @throws bad_argument, unknown_name */
export async function reportOnboarding(source: ReportSource, query: OnboardingQuery): Promise<OnboardingAnswer> {
  const activation = onboardingOf(source, query)
  const reading = readingOf(source, query)
  const after = reading.landmark ?? reading.withinDays
  const classes = classesOf(query, { milestones: activation.milestones.length, after })
  const statusAfter = query.by === 'status' ? after : null
  const all = await source.readNewcomers({ outcome: query.outcome, statusAfter })
  const tally = tallyNewcomers(all.filter(inRange(source, query)), { classes, reading, of: query.of })
  return {
    definition: define(query, reading),
    reading: reading.landmark === null ? 'descriptive' : 'landmark',
    complete: tally.leftOut.too_early === 0,
    ...(await countEverLeftOut(source)),
    within_days: reading.withinDays,
    warnings: partsOf(tally, classes, query),
    rows: toRows(tally.rows, classes),
    signed_up: toGroup(tally.signedUp),
    used: toGroup(tally.used),
    never_used: toGroup(tally.neverUsed),
    left_out: tally.leftOut,
    ...(query.actors_of === undefined ? {} : { actors: listActors(tally, query.actors_of) }),
  }
}

/** The onboarding of accounts, where what is asked for is there. */
function onboardingOf({ model }: ReportSource, { by, outcome }: OnboardingQuery) {
  const outcomes = model.outcomes.map(({ key }) => key)
  if (!outcomes.includes(outcome))
    throw telltaleError('unknown_name', { what: 'outcome', name: outcome, valid: outcomes.join(', ') })
  const activation = model.activations.find(({ level }) => level === 'account')
  if (activation === undefined || (by === 'status' && activation.onboarding === null))
    throw telltaleError('bad_argument', {
      ...{ argument: 'onboarding', value: by, expected: 'a configuration with `activation` of accounts' },
    })
  return activation
}

type Reading = {
  /** Kind of the outcome. */
  readonly kind: string
  /** Days from sign-up; null: what had been done by the end is looked at. */
  readonly landmark: number | null
  readonly withinDays: number
  readonly now: Millis
}

function readingOf({ model, now }: ReportSource, { outcome, landmark: at, within_days }: OnboardingQuery): Reading {
  const { product } = model
  const landmark = at ?? null
  const withinDays = within_days ?? (product.model === 'trial' ? product.trialDays + 14 : 90)
  if (landmark !== null) associate({ from: 0, until: landmark }, { after: landmark, until: withinDays })
  const { kind } = model.outcomes.find(({ key }) => key === outcome)!.rule
  return { kind, landmark, withinDays, now }
}

function inRange({ model }: ReportSource, { date_from, date_to }: OnboardingQuery): (newcomer: Newcomer) => boolean {
  const zone = makeZone(model.product.timezone)
  const dayOf = (text: string | undefined, otherwise: Day): Day =>
    text === undefined ? otherwise : (isoToDay(text) ?? otherwise)
  const from = dayOf(date_from, Number.NEGATIVE_INFINITY)
  const to = dayOf(date_to, Number.POSITIVE_INFINITY)
  return ({ signUp }) => zone.dayOf(signUp) >= from && zone.dayOf(signUp) <= to
}

type Group = { newcomers: number; outcomes: number; who: { readonly account: string; readonly had: boolean }[] }
type Tally = {
  readonly rows: ReadonlyMap<string, Group>
  readonly signedUp: Group
  readonly used: Group
  readonly neverUsed: Group
  readonly leftOut: Record<LeftOut, number>
}
type By = { readonly classes: Classes; readonly reading: Reading; readonly of: OnboardingQuery['of'] }

function tallyNewcomers(newcomers: readonly Newcomer[], { classes, reading, of }: By): Tally {
  const empty = (): Group => ({ newcomers: 0, outcomes: 0, who: [] })
  const tally = {
    rows: new Map(classes.values.map((value) => [value, empty()])),
    ...{ signedUp: empty(), used: empty(), neverUsed: empty() },
    leftOut: { too_early: 0, decided: 0, left: 0, untold: 0 },
  }
  for (const newcomer of newcomers) {
    const settled = settleNewcomer(newcomer, reading)
    if ('leftOut' in settled) {
      tally.leftOut[settled.leftOut] += 1
      continue
    }
    const before = newcomer.signUp + (reading.landmark ?? reading.withinDays) * MS_PER_DAY
    const used = newcomer.firstActive !== null && newcomer.firstActive < before
    const values = used || of === 'signed_up' ? classes.of(newcomer, before) : []
    const groups = [
      tally.signedUp,
      used ? tally.used : tally.neverUsed,
      ...values.map((value) => tally.rows.get(value)!),
    ]
    for (const group of groups) {
      group.newcomers += 1
      if (settled.had) group.outcomes += 1
      group.who.push({ account: newcomer.account, had: settled.had })
    }
  }
  return tally
}

function settleNewcomer(newcomer: Newcomer, { kind, landmark: days, withinDays, now }: Reading): Settled {
  const after = (age: number): Millis => newcomer.signUp + age * MS_PER_DAY
  return settleFate(newcomer, { kind, landmark: days === null ? null : after(days), end: after(withinDays), now })
}

const LISTED = 1_000

/** @throws unknown_name */
function listActors({ rows }: Tally, { value, had }: NonNullable<OnboardingQuery['actors_of']>) {
  const row = rows.get(value)
  if (row === undefined)
    throw telltaleError('unknown_name', { what: 'row', name: value, valid: [...rows.keys()].join(', ') })
  const own = row.who.filter((one) => had === undefined || one.had === had).map(({ account }) => ({ account }))
  own.sort((a, b) => (a.account < b.account ? -1 : 1))
  return { total: own.length, data: own.slice(0, LISTED) }
}

/** The rows against all of whom they are the rows. */
function partsOf(tally: Tally, { values, parts }: Classes, { of }: OnboardingQuery): AnalysisWarning[] {
  const shareOf = ({ newcomers, outcomes }: Group): Share => ({ successes: outcomes, total: newcomers })
  const own = values.filter((value) => !Object.hasOwn(parts, value)).map((value) => shareOf(tally.rows.get(value)!))
  const [whole, who] = of === 'used' ? [tally.used, 'who used it'] : [tally.signedUp, 'who signed up']
  return checkParts({ parts: own, whole: shareOf(whole), of: who })
}

function toGroup({ newcomers, outcomes }: Group): OnboardingAnswer['used'] {
  return { newcomers, outcomes, rate: estimateProportion({ successes: outcomes, total: newcomers }) }
}

function toRows(rows: Tally['rows'], { values, parts }: Classes): OnboardingAnswer['rows'] {
  const whole = values.filter((value) => !Object.hasOwn(parts, value))
  const total = whole.reduce((sum, value) => sum + rows.get(value)!.newcomers, 0)
  return values.map((value) => {
    const group = rows.get(value)!
    const share = estimateProportion({ successes: group.newcomers, total })
    return { value, ...toGroup(group), share, part_of: Object.hasOwn(parts, value) ? parts[value]! : null }
  })
}

const BY = {
  milestones: 'how many milestones they had done',
  speed: 'how soon they were activated',
  status: 'their onboarding status',
} as const

function define({ by, outcome, of }: OnboardingQuery, { landmark, withinDays }: Reading): string {
  const who = of === 'used' ? 'Accounts that used the product' : 'Accounts that signed up'
  if (landmark === null)
    return `${who}, by ${BY[by]} within ${withinDays} days of sign-up, and how many had the outcome ${outcome} within the same days. This describes: who decides early had less time to get far.`
  return `${who} and were undecided at day ${landmark}, by ${BY[by]} before it, and how many had the outcome ${outcome} after it, up to day ${withinDays}. An association.`
}
