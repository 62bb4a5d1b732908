import type { Condition, Expr, Level } from '../../src/config/expression.ts'
import type { FactKey } from '../../src/config/fact-key.ts'
import type { Measure, Model, QuantityNode, Rule, Segment, Signal } from '../../src/config/model.ts'
import { NO_OUTREACH } from '../../src/config/playbooks/playbook.ts'
import { isoToDay, MS_PER_DAY, MS_PER_HOUR } from '../../src/core/time.ts'
import type { AccountTimeline, FactBlock, TimelineNeeds } from '../../src/store/analytic/rows.ts'

/** A fact row as a test writes it; what is left out is 0, or unknown. */
export type Row = {
  readonly fact: number
  readonly actor: number
  readonly day: number
  readonly known?: number
  readonly n?: number
  readonly sum?: number
  readonly ts?: number
  readonly last?: number
  readonly max?: number
  readonly supersedes?: boolean
}

export function blockOf(rows: readonly Row[]): FactBlock {
  const sorted = rows
    .map((row, at) => ({ row, at }))
    .sort((a, b) => a.row.day - b.row.day || knownOf(a.row) - knownOf(b.row) || a.at - b.at)
    .map(({ row }) => row)
  const ints = (pick: (row: Row) => number) => Int32Array.from(sorted, pick)
  const floats = (pick: (row: Row) => number) => Float64Array.from(sorted, pick)
  return {
    rows: sorted.length,
    account: ints(() => 1),
    fact: ints((row) => row.fact),
    actor: ints((row) => row.actor),
    day: ints((row) => row.day),
    knownDay: ints(knownOf),
    n: ints((row) => row.n ?? 1),
    supersedes: Uint8Array.from(sorted, (row) => (row.supersedes === true ? 1 : 0)),
    sum: floats((row) => row.sum ?? 0),
    firstTs: floats((row) => row.ts ?? row.day * MS_PER_DAY),
    lastTs: floats((row) => row.ts ?? row.day * MS_PER_DAY),
    lastValue: floats((row) => row.last ?? Number.NaN),
    maxValue: floats((row) => row.max ?? row.last ?? Number.NaN),
  }
}

export function knownOf(row: Row): number {
  return row.known ?? row.day
}

/** The local day (UTC) of a date in 2026, `03-01`, or of a full ISO date. */
export function day(date: string): number {
  const found = isoToDay(date.length === 5 ? `2026-${date}` : date)
  if (found === null) throw new Error(`no date: ${date}`)
  return found
}

/** Noon of a day. */
export function noon(of: string | number): number {
  return (typeof of === 'number' ? of : day(of)) * MS_PER_DAY + 12 * MS_PER_HOUR
}

export const FACTS: readonly FactKey[] = ['name:none', 'name:a', 'name:b', 'name:c', 'measure:gauge', 'measure:sum']
export const factId = (key: FactKey): number | undefined => {
  const id = FACTS.indexOf(key)
  return id < 0 ? undefined : id
}

export type ModelParts = {
  readonly account?: readonly Expr[]
  readonly member?: readonly Expr[]
  readonly person?: readonly Expr[]
  readonly signals?: readonly Signal[]
  readonly rules?: readonly Rule[]
  readonly segments?: readonly Segment[]
  readonly measures?: readonly Measure[]
  readonly timezone?: string
  readonly weekStart?: 'monday' | 'sunday'
  readonly closeDelayMinutes?: number
}

export function modelOf(parts: ModelParts): Model {
  const nodes = (level: Level): QuantityNode[] =>
    (parts[level] ?? []).map((expr, i) => ({
      id: `${level}-${i}`,
      key: null,
      expr,
      label: `${level} ${expr.kind}`,
      unit: 'count',
    }))
  return {
    hash: 'test',
    worklist: { teams: [], routines: [], renewals: null, health: null },
    ...{ playbooks: [], outreach: NO_OUTREACH },
    metrics: {
      ...{
        coreFeature: null,
        features: [],
        promotions: [],
        paywall: [],
        visit: null,
        lead: null,
        spend: [],
        rates: null,
      },
      books: 'default',
      ...{ northStar: null, watch: [] },
    },
    product: {
      name: 'Test',
      model: 'trial',
      trialDays: 14,
      timezone: parts.timezone ?? 'UTC',
      weekStart: parts.weekStart ?? 'monday',
      grossMargin: 0.8,
      closeDelayMinutes: parts.closeDelayMinutes ?? 0,
    },
    account: {
      key: ['context.groupId'],
      reachesBackMs: MS_PER_DAY,
      fallback: 'membership',
      assigneeTrait: null,
      renewsOnTrait: null,
      seatsTrait: null,
      createdAtTrait: 'createdAt',
    },
    exclusions: [],
    events: [],
    measures: parts.measures ?? [],
    segments: parts.segments ?? [],
    graph: { account: nodes('account'), member: nodes('member'), person: nodes('person') },
    signals: parts.signals ?? [],
    ...{ activations: [], scores: [], entitlements: [], rules: parts.rules ?? [] },
    outcomes: [],
    limits: { maxEventNames: 1000, readyAccounts: 0 },
  } as Model
}

export function timelineOf(parts: Partial<AccountTimeline> = {}): AccountTimeline {
  return {
    account: 1,
    firstSeen: 0,
    members: [],
    traits: [],
    personTraits: [],
    links: [],
    subscriptions: [],
    ...parts,
  }
}

export function signalOf(parts: Partial<Signal> & { readonly when: Condition }): Signal {
  return {
    subject: 'signal',
    instant: null,
    detector: null,
    key: 'signal',
    type: 'risk',
    level: 'account',
    for: null,
    clock: { kind: 'trend' },
    until: null,
    minimum: 1,
    cooldownDays: 0,
    escalate: null,
    predicts: null,
    suggest: null,
    enabled: true,
    sentence: '',
    hash: '',
    ...parts,
  }
}

/** The timeline as a store hands it over that reads no more of it than asked for. */
export function cutTimeline(timeline: AccountTimeline, needs: TimelineNeeds): AccountTimeline {
  const { seen, ...rest } = timeline
  const named = (keys: readonly string[] | null) => (row: { readonly key: string }) =>
    keys === null || keys.includes(row.key)
  return {
    ...rest,
    ...(needs.firstSeen ? (seen === undefined ? {} : { seen }) : { firstSeen: Number.NaN }),
    members: needs.people ? rest.members : [],
    links: needs.people ? rest.links : [],
    traits: rest.traits.filter(named(needs.accountTraits)),
    personTraits: rest.personTraits.filter(named(needs.personTraits)),
    subscriptions: needs.subscriptions ? rest.subscriptions : [],
  }
}
