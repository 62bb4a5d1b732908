import { type Day, dayToIso } from '../core/time.ts'
import type { AccountPlan, Regrouping, SharedPerson, WorldPlan } from './account-plan.ts'
import { mapNames } from './add-naming-mess.ts'
import type { CsmCall } from './call-quiet-accounts.ts'
import type { Nature } from './draw/draw-account.ts'
import { MILESTONES, type MilestoneDays } from './draw/draw-trial.ts'
import { type Ceilings, measureCeilings } from './measure-ceilings.ts'
import { strayDevice } from './name-actor.ts'
import type { PaidLife } from './paid-life.ts'
import { EVENT_NAMES, type EventName } from './vocabulary.ts'
import type { Mechanisms } from './world-options.ts'

/** What a world knows of itself. Days are ISO dates (UTC); lives go on for 60 days after the end, which is where "what will happen" is found. */
export type WorldTruth = {
  readonly seed: number
  readonly start: string
  readonly end: string
  readonly mechanisms: Mechanisms
  readonly accounts: readonly AccountTruth[]
  readonly ceilings: Ceilings
  readonly trials: TrialTotals
  readonly outages: readonly { readonly from: string; readonly to: string; readonly lost: number }[]
  /** Wire name → meaning; null: noise. */
  readonly eventNames: Readonly<Record<string, EventName | null>>
  readonly regroupings: readonly (Omit<Regrouping, 'on'> & { readonly on: string })[]
  readonly shared: readonly (Omit<SharedPerson, 'on'> & { readonly on: string })[]
  readonly csmCalls: readonly (Omit<CsmCall, 'on'> & { readonly on: string })[]
  /** Anonymous id → the user ids it belongs to; more than one where a device was used again. */
  readonly identities: readonly (readonly [string, readonly string[]])[]
}

export type AccountTruth = {
  readonly id: string
  readonly name: string
  readonly nature: Nature
  readonly duplicateOf: string | null
  readonly segment: string
  readonly source: string
  readonly motivation: number
  readonly fit: number
  readonly createdAt: string
  readonly members: number
  readonly trial: TrialTruth | null
  readonly paid: PaidTruth | null
}
export type TrialTruth = {
  readonly opened: boolean
  readonly milestones: MilestoneDays
  readonly advancedFilter: boolean
  readonly earlyActivity: number
  readonly conversionChance: number
  readonly convertedOn: string | null
  readonly onboarding: { readonly arm: string; readonly delivered: boolean }
}
export type PaidTruth = ReturnType<typeof describePaid>

/** Denominators named: of all trials, of those that opened the product. */
export type TrialTotals = {
  readonly all: number
  readonly ghosts: number
  readonly opened: number
  readonly companies: number
  readonly converted: number
  readonly conversionOfCompanies: number
  readonly conversionOfAll: number
  readonly coverage: Readonly<Record<string, number>>
}

export function describeTruth(plan: WorldPlan): WorldTruth {
  const { frame } = plan
  return {
    seed: frame.seed,
    start: dayToIso(frame.startDay),
    end: new Date(frame.end).toISOString(),
    mechanisms: frame.mechanisms,
    accounts: plan.accounts.map(describeAccountTruth),
    ceilings: measureCeilings(plan),
    trials: totalTrials(plan.accounts),
    outages: frame.outages.map((o) => ({ from: dayToIso(o.from), to: dayToIso(o.to), lost: o.lost })),
    eventNames: mapNames(EVENT_NAMES, frame.mechanisms.namingMess),
    regroupings: plan.regroupings.map((r) => ({ ...r, on: dayToIso(r.on) })),
    shared: plan.shared.map((s) => ({ ...s, on: dayToIso(s.on) })),
    csmCalls: plan.csmCalls.map((c) => ({ ...c, on: dayToIso(c.on) })),
    identities: mapIdentities(plan.accounts),
  }
}

function describeAccountTruth(plan: AccountPlan): AccountTruth {
  const { account, trial, paid } = plan
  return {
    id: account.id,
    name: plan.name,
    nature: account.nature,
    duplicateOf: account.duplicateOf,
    segment: account.segment,
    source: account.source,
    motivation: account.motivation,
    fit: account.fit,
    createdAt: new Date(account.createdAt).toISOString(),
    members: plan.members.length,
    trial:
      trial === null
        ? null
        : {
            opened: trial.opened,
            milestones: trial.milestones,
            advancedFilter: trial.advancedFilter,
            earlyActivity: trial.earlyActivity,
            conversionChance: trial.conversionChance,
            convertedOn: isoOrNull(trial.convertedOn),
            onboarding: trial.onboarding,
          },
    paid: paid === null ? null : describePaid(paid),
  }
}

function describePaid(paid: PaidLife) {
  const { churn } = paid
  return {
    from: dayToIso(paid.from),
    annual: paid.annual,
    ahas: paid.ahas,
    churn: churn && {
      kind: churn.kind,
      onset: isoOrNull(churn.onset),
      leadDays: churn.leadDays,
      decidedOn: dayToIso(churn.decidedOn),
      effectiveOn: dayToIso(churn.effectiveOn),
    },
    dips: paid.dips.map((dip) => ({
      kind: dip.kind,
      onset: dayToIso(dip.onset),
      halfLife: dip.halfLife,
      leadDays: dip.leadDays,
      recoversOn: isoOrNull(dip.recoversOn),
      rescue: dip.rescue,
      rescueTriggeredOn: dayToIso(dip.rescueTriggeredOn),
      averted: dip.averted,
    })),
    championLostOn: paid.championLostOn.map(dayToIso),
    signs: paid.signs.map((sign) => ({ ...sign, on: dayToIso(sign.on) })),
    upgrades: paid.upgrades.map((upgrade) => ({ ...upgrade, on: dayToIso(upgrade.on) })),
    paymentFailures: paid.paymentFailures.map((failure) => ({ ...failure, on: dayToIso(failure.on) })),
    mrrMinor: paid.terms.map((terms) => ({
      from: dayToIso(terms.from),
      to: isoOrNull(terms.to),
      mrrMinor: terms.mrrMinor,
    })),
    newsletter: paid.newsletter,
    discount: { ...paid.discount, on: dayToIso(paid.discountOn) },
  }
}

function totalTrials(accounts: readonly AccountPlan[]): TrialTotals {
  const trials = accounts.filter((plan) => plan.trial !== null)
  const companies = trials.filter((plan) => plan.account.nature === 'company')
  const converted = trials.filter((plan) => plan.trial!.convertedOn !== null).length
  const reached = (milestone: (typeof MILESTONES)[number]) =>
    companies.filter((plan) => plan.trial!.milestones[milestone] !== null).length / companies.length
  return {
    all: trials.length,
    ghosts: trials.filter((plan) => !plan.trial!.opened).length,
    opened: trials.filter((plan) => plan.trial!.opened).length,
    companies: companies.length,
    converted,
    conversionOfCompanies: converted / companies.length,
    conversionOfAll: converted / trials.length,
    coverage: Object.fromEntries(MILESTONES.map((milestone) => [milestone, reached(milestone)])),
  }
}

function mapIdentities(accounts: readonly AccountPlan[]): [string, string[]][] {
  const map = new Map<string, Set<string>>()
  const join = (device: string, userId: string) => {
    const users = map.get(device)
    if (users === undefined) map.set(device, new Set([userId]))
    else users.add(userId)
  }
  for (const plan of accounts) {
    for (const member of plan.members) {
      for (const device of [member.person.device, ...member.devices]) join(device, member.person.userId)
      if (member.strayFrom !== null) join(strayDevice(member), member.person.userId)
    }
  }
  return [...map].map(([device, users]) => [device, [...users]])
}

function isoOrNull(day: Day | null): string | null {
  return day === null ? null : dayToIso(day)
}
