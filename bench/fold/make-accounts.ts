import type { Expr, Window } from '../../src/config/expression.ts'
import type { FactKey } from '../../src/config/fact-key.ts'
import type { Model, QuantityNode, Signal } from '../../src/config/model.ts'
import { MS_PER_DAY, MS_PER_HOUR } from '../../src/core/time.ts'
import type { AccountTimeline, FactBlock } from '../../src/store/analytic/rows.ts'

export const FIRST_DAY = 20_000
export const DAYS = 365
const NAMES = 24
const GAUGE = 25
const MEASURE = 26

/** A small generator with a seed: the same accounts in every run. */
function makeRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

export type BenchAccount = {
  readonly block: FactBlock
  readonly start: number
  readonly end: number
  readonly timeline: AccountTimeline
}

/** `accounts` accounts in one block, `rows` fact rows each, from 20 members of whom most are active; `late` of the rows became known days after. */
export function makeAccounts(accounts: number, rows: number, late: number): BenchAccount[] {
  const random = makeRandom(7)
  const total = accounts * rows
  const block: FactBlock = {
    rows: total,
    account: new Int32Array(total),
    fact: new Int32Array(total),
    actor: new Int32Array(total),
    day: new Int32Array(total),
    knownDay: new Int32Array(total),
    n: new Int32Array(total),
    supersedes: new Uint8Array(total),
    sum: new Float64Array(total),
    firstTs: new Float64Array(total),
    lastTs: new Float64Array(total),
    lastValue: new Float64Array(total).fill(Number.NaN),
    maxValue: new Float64Array(total).fill(Number.NaN),
  }
  return Array.from({ length: accounts }, (_, a) => {
    fillAccount(block, { account: a + 1, start: a * rows, rows, late, random })
    return { block, start: a * rows, end: (a + 1) * rows, timeline: makeTimeline(a + 1) }
  })
}

type Filling = { account: number; start: number; rows: number; late: number; random: () => number }

function fillAccount(block: FactBlock, { account, start, rows, late, random }: Filling): void {
  for (let i = 0; i < rows; i++) {
    const r = start + i
    const day = FIRST_DAY - 60 + Math.floor((i * (DAYS + 60)) / rows)
    const draw = random()
    const fact = draw < 0.01 ? GAUGE : draw < 0.06 ? MEASURE : 1 + Math.floor(random() * random() * NAMES)
    block.account[r] = account
    block.fact[r] = fact
    block.actor[r] = account * 20 + Math.floor(random() * random() * 20)
    block.day[r] = day
    block.knownDay[r] = random() < late ? day + 1 + Math.floor(random() * 10) : day
    block.n[r] = 1 + Math.floor(random() * 4)
    block.sum[r] = Math.floor(random() * 1000)
    block.lastTs[r] = day * MS_PER_DAY + i
    if (fact !== GAUGE) continue
    block.lastValue[r] = Math.floor(random() * 100)
    block.maxValue[r] = block.lastValue[r]!
  }
}

function makeTimeline(account: number): AccountTimeline {
  const from = (FIRST_DAY - 60) * MS_PER_DAY
  return {
    account,
    firstSeen: from,
    members: Array.from({ length: 20 }, (_, i) => ({
      person: account * 20 + i,
      from: from + i * 10 * MS_PER_DAY,
      to: null,
      knownAt: from + i * 10 * MS_PER_DAY,
      role: i === 0 ? 'admin' : 'editor',
    })),
    traits: [
      { key: 'seats', value: 25, from, knownAt: from },
      { key: 'createdAt', value: '2024-08-01', from, knownAt: from },
      {
        key: 'plan',
        value: account % 3 === 0 ? 'pro' : 'team',
        from: from + 50 * MS_PER_DAY,
        knownAt: from + 50 * MS_PER_DAY,
      },
    ],
    personTraits: [],
    links: [],
    subscriptions: [
      {
        ...{ subscriptionId: 's', plan: 'pro', mrrMinor: 49_900, currency: 'USD', from, to: null },
        ...{ cancelDecidedAt: null, knownAt: from + MS_PER_HOUR },
      },
    ],
  }
}

const name = (i: number): FactKey => `name:e${i}`
const names = (from: number, to: number): FactKey[] => Array.from({ length: to - from + 1 }, (_, i) => name(from + i))
const rolling = (days: number, offset = 0): Window => ({ kind: 'rolling', days, offset })
export const factId = (key: FactKey): number | undefined => {
  if (key === 'measure:gauge') return GAUGE
  return key === 'measure:sum' ? MEASURE : Number(key.slice('name:e'.length))
}

const CORE = names(1, 8)
const ACTIVE = names(1, 16)
const FEATURES = Array.from({ length: 8 }, (_, i) => ({ name: `f${i}`, facts: names(2 * i + 1, 2 * i + 2) }))

/** Forty account quantities of every kind, two of them roll-ups over one member quantity. */
export const QUANTITIES: readonly Expr[] = [
  ...[1, 2, 3, 5, 8].map((i): Expr => ({ kind: 'count', facts: [name(i)], window: rolling(28), scale: 1 })),
  { kind: 'count', facts: ACTIVE, window: rolling(14), scale: 1 },
  { kind: 'count', facts: ACTIVE, window: rolling(14, 14), scale: 1 },
  { kind: 'count', facts: CORE, window: rolling(7), scale: 1 },
  { kind: 'count', facts: CORE, window: { kind: 'calendar', unit: 'week', offset: 0 }, scale: 1 },
  { kind: 'count', facts: CORE, window: { kind: 'calendar', unit: 'month', offset: 0 }, scale: 1 },
  { kind: 'count', facts: CORE, window: { kind: 'ever' }, scale: 1 },
  { kind: 'sum', facts: ['measure:sum'], window: rolling(28), scale: 100 },
  { kind: 'latest', facts: ['measure:gauge'], window: rolling(90) },
  { kind: 'max', facts: ['measure:gauge'], window: rolling(28) },
  { kind: 'distinct-users', facts: ACTIVE, window: rolling(1) },
  { kind: 'distinct-users', facts: ACTIVE, window: rolling(7) },
  { kind: 'distinct-users', facts: ACTIVE, window: rolling(28) },
  { kind: 'distinct-users', facts: ACTIVE, window: rolling(28, 28) },
  { kind: 'distinct-days', facts: ACTIVE, window: rolling(28) },
  { kind: 'distinct-days', facts: CORE, window: rolling(7) },
  { kind: 'distinct-features', features: FEATURES, window: rolling(28) },
  { kind: 'adoption', features: FEATURES, window: rolling(28), minimum: 3 },
  { kind: 'days-since-first', facts: CORE },
  { kind: 'days-since-last', facts: CORE },
  { kind: 'days-since-last', facts: [name(7)] },
  { kind: 'streak-days', facts: ACTIVE },
  { kind: 'streak-weeks', facts: ACTIVE, daysPerWeek: 3 },
  { kind: 'members', roles: null },
  { kind: 'active-members', facts: ACTIVE, window: rolling(28), roles: null },
  { kind: 'active-members', facts: ACTIVE, window: rolling(28), roles: ['owner'] },
  { kind: 'active-members', facts: ACTIVE, window: rolling(7), roles: ['admin'] },
  { kind: 'ratio', top: 7, bottom: 5 },
  { kind: 'change', now: 5, before: 6 },
  { kind: 'difference', now: 16, before: 17 },
  { kind: 'percentile', of: 5, segment: null },
  { kind: 'trait', of: 'account', trait: 'seats' },
  { kind: 'tenure', unit: 'months' },
  { kind: 'mrr' },
  { kind: 'roll-up', how: 'mean', over: 0 },
  { kind: 'roll-up-where', when: { kind: 'compare', quantity: 0, op: '>=', value: 5 } },
]

const MEMBER: readonly Expr[] = [{ kind: 'count', facts: ACTIVE, window: rolling(28), scale: 1 }]

export function makeModel(withMembers: boolean): Model {
  const account = withMembers ? QUANTITIES : QUANTITIES.filter((expr) => !expr.kind.startsWith('roll-up'))
  const nodes = (exprs: readonly Expr[]): QuantityNode[] =>
    exprs.map((expr, i) => ({ id: `q${i}`, key: null, expr, label: expr.kind, unit: 'count' }))
  return {
    hash: 'bench',
    product: {
      name: 'b',
      model: 'paid',
      trialDays: 14,
      timezone: 'UTC',
      weekStart: 'monday',
      grossMargin: 0.8,
      closeDelayMinutes: 0,
    },
    account: { createdAtTrait: 'createdAt' },
    measures: [],
    segments: [],
    graph: { account: nodes(account), member: withMembers ? nodes(MEMBER) : [], person: [] },
    signals: Array.from({ length: 20 }, (_, i) => makeSignal(i)),
  } as unknown as Model
}

/** Four comparisons each, with hysteresis, a minimum and a cooldown; thresholds spread so that some open and most stay closed. */
function makeSignal(i: number): Signal {
  const above = (quantity: number, value: number) => ({ kind: 'compare', quantity, op: '>=', value }) as const
  const below = (quantity: number, value: number) => ({ kind: 'compare', quantity, op: '<', value }) as const
  const parts = [
    above(i % 12, 3 + i),
    below(23, 2 + (i % 5)),
    { kind: 'any', of: [above(16, 6 + i), above(21, 0.6)] } as const,
  ]
  return {
    ...{
      subject: 'signal',
      key: `s${i}`,
      type: 'risk',
      level: 'account',
      for: { kind: 'trait', of: 'account', trait: 'plan', op: 'is', value: 'pro' },
    },
    ...{
      clock: { kind: 'trend' },
      when: { kind: 'all', of: parts },
      until: below(i % 12, 1),
      minimum: 3,
      cooldownDays: 14,
    },
    ...{
      instant: null,
      detector: null,
      escalate: null,
      predicts: null,
      suggest: null,
      enabled: true,
      sentence: '',
      hash: `h${i}`,
    },
  } as Signal
}
