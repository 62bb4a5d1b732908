import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentHash } from '../../core/hash.ts'
import {
  activeShare,
  all,
  bands,
  type Config,
  change,
  churned,
  count,
  days,
  defineConfig,
  event,
  gauge,
  indicator,
  latest,
  limitUsage,
  outcome,
  percentile,
  property,
  rollUp,
  signal,
  signalOpen,
  sum,
  trait,
} from '../../index.ts'
import type { Model } from '../model.ts'
import { compileModel } from './compile-model.ts'

const modelOf = (config: Config): Model => {
  const { model, problems } = compileModel(config)
  expect(problems.filter(({ level }) => level === 'error')).toEqual([])
  return model!
}

/** A small product: `threshold` and `window` are what the stories change. */
const small = ({ threshold = 3, window = 28 } = {}): Config =>
  defineConfig({
    events: {
      project: event('Project Created', { kind: 'core', feature: 'projects', aliases: ['project_created'] }),
      urgent: event('Ticket Opened', { kind: 'support', where: property('severity').is('high') }),
    },
    segments: { size: bands(trait('seats'), { small: 1, large: 50 }) },
    indicators: { projects: count('project', days(window)) },
    outcomes: { churned: churned() },
    signals: {
      falling: signal('risk')
        .when(all(signalOpen('noisy'), change(indicator('projects')).atMost(-0.5)))
        .predicts(outcome('churned').within(days(60))),
      noisy: signal('risk')
        .when(count('urgent', days(7)).atLeast(threshold))
        .suggest({ team: 'support', action: 'Call' }),
    },
  })

describe('compileModel', () => {
  test('builds one graph in which a quantity comes after those it is made of, and equal quantities are one', () => {
    const model = modelOf(
      defineConfig({
        events: { project: event('Project Created', { kind: 'core' }) },
        indicators: { projects: count('project', days(28)) },
        signals: {
          b: signal('expansion')
            .when(rollUp('share', count('project', days(7)).atLeast(2)).atLeast(0.5))
            .suggest({ team: 's', action: 'x' }),
          a: signal('risk')
            .when(change(count('project', days(28))).under(-0.5))
            .suggest({ team: 's', action: 'x' }),
        },
      }),
    )
    const facts = ['name:Project Created']
    const projects = { kind: 'count', facts, window: { kind: 'rolling', days: 28, offset: 0 }, scale: 1 }
    const before = { kind: 'count', facts, window: { kind: 'rolling', days: 28, offset: 28 }, scale: 1 }
    const inWeek = { kind: 'count', facts, window: { kind: 'rolling', days: 7, offset: 0 }, scale: 1 }
    const often = { kind: 'compare', quantity: 0, op: '>=', value: 2 }
    expect(model.graph.account.map(({ key, expr, label, unit }) => ({ key, expr, label, unit }))).toEqual([
      { key: 'projects', expr: projects, label: 'Project Created in the last 28 days', unit: 'count' },
      { key: null, expr: before, label: 'Project Created in the 28 days before the last 28 days', unit: 'count' },
      {
        key: null,
        expr: { kind: 'change', now: 0, before: 1 },
        label: 'change of Project Created in the last 28 days against the 28 days before',
        unit: 'share',
      },
      {
        key: null,
        expr: { kind: 'roll-up-where', when: often },
        label: 'members for whom (Project Created in the last 7 days is at least 2)',
        unit: 'count',
      },
      { key: null, expr: { kind: 'members', roles: null }, label: 'members', unit: 'count' },
      {
        key: null,
        expr: { kind: 'ratio', top: 3, bottom: 4 },
        label: 'members for whom (Project Created in the last 7 days is at least 2) as a share of members',
        unit: 'share',
      },
    ])
    expect(model.graph.member.map(({ key, expr }) => ({ key, expr }))).toEqual([{ key: null, expr: inWeek }])
    expect(model.graph.person).toEqual([])
  })

  test('makes measures only where a name alone does not say it: conditions, sums, gauges', () => {
    const model = modelOf(
      defineConfig({
        events: {
          project: event('Project Created', { kind: 'core', aliases: ['project_created'] }),
          paid: event('Payment Made'),
          urgent: event('Ticket Opened', { where: property('severity').is('high') }),
          storage: gauge('Storage Measured', 'gigabytes'),
        },
        indicators: {
          projects: count('project', days(7)),
          paid: sum('paid', 'amount', { window: days(30) }),
          urgent: count('urgent', days(7)),
          use: limitUsage(latest('storage'), trait('storage_limit')),
        },
      }),
    )
    const measures = model.measures.map(({ key: _, ...rest }) => rest)
    expect(measures.sort((a, b) => (a.names[0]! < b.names[0]! ? -1 : 1))).toEqual([
      { names: ['Payment Made'], call: 'track', where: [], value: 'amount', aggregate: 'sum', scale: 10_000 },
      { names: ['Storage Measured'], call: 'track', where: [], value: 'gigabytes', aggregate: 'gauge', scale: 1 },
      {
        names: ['Ticket Opened'],
        call: 'track',
        where: [{ path: 'severity', op: 'is', value: 'high' }],
        value: null,
        aggregate: 'count',
        scale: 1,
      },
    ])
    const facts = Object.fromEntries(model.events.map(({ key, facts }) => [key, facts]))
    expect(facts.project).toEqual(['name:Project Created', 'name:project_created'])
    expect(facts.urgent).toEqual([model.measures.find(({ names }) => names[0] === 'Ticket Opened')!.key])
  })

  test('puts a signal after those its conditions name', () => {
    expect(modelOf(small()).signals.map(({ key }) => key)).toEqual(['noisy', 'falling'])
  })

  test('a threshold changes the hash of its signal and of the model, and no quantity', () => {
    const [before, after] = [modelOf(small({ threshold: 3 })), modelOf(small({ threshold: 4 }))]
    expect(after.graph).toEqual(before.graph)
    expect(after.hash).not.toBe(before.hash)
    const changed = after.signals.filter((signal, i) => signal.hash !== before.signals[i]!.hash).map(({ key }) => key)
    expect(changed).toEqual(['noisy'])
  })

  test('a window changes the quantities over it and leaves the others', () => {
    const ids = (model: Model): Set<string> => new Set(model.graph.account.map(({ id }) => id))
    const [before, after] = [ids(modelOf(small({ window: 28 }))), ids(modelOf(small({ window: 30 })))]
    expect([...before].filter((id) => after.has(id))).toHaveLength(2)
    expect([...before].filter((id) => !after.has(id))).toHaveLength(3)
  })

  test('a percentile changes with the bands of its segment', () => {
    const withLarge = (large: number): string => {
      const model = modelOf(
        defineConfig({
          events: { project: event('Project Created') },
          segments: { size: bands(trait('seats'), { small: 1, large }) },
          indicators: { rank: percentile(count('project', days(28)), { in: 'size' }) },
        }),
      )
      return model.graph.account.find(({ key }) => key === 'rank')!.id
    }
    expect(withLarge(50)).not.toBe(withLarge(60))
  })

  test('active members are those with an event of kind core, team, data or depth', () => {
    const model = modelOf(
      defineConfig({
        events: {
          a: event('A', { kind: 'core' }),
          b: event('B', { kind: 'depth' }),
          c: event('C', { kind: 'intent' }),
          login: event('Signed In'),
        },
        indicators: { share: activeShare(days(28)) },
      }),
    )
    const window = { kind: 'rolling', days: 28, offset: 0 }
    expect(model.graph.account.map(({ expr }) => expr)).toEqual([
      { kind: 'active-members', facts: ['name:A', 'name:B'], window, roles: null },
      { kind: 'members', roles: null },
      { kind: 'ratio', top: 0, bottom: 1 },
    ])
  })

  test('the order of keys changes nothing; another content gives another hash', () => {
    const events = { a: event('A', { kind: 'core' }), b: event('B'), c: event('C') }
    const counts = { a: count('a', days(7)), b: count('b', days(7)), c: count('c', days(7)) }
    const keys = ['a', 'b', 'c'] as const
    const configOf = (order: readonly (keyof typeof counts)[], n: number): Config =>
      defineConfig({
        events: Object.fromEntries(order.map((key) => [key, events[key]])) as typeof events,
        indicators: Object.fromEntries(order.map((key) => [key, counts[key]])) as typeof counts,
        signals: Object.fromEntries(
          order.map((key) => [key, signal('risk').when(counts[key].under(n)).suggest({ team: 't', action: 'a' })]),
        ) as Record<'a' | 'b' | 'c', ReturnType<typeof signal>>,
      })
    const straight = modelOf(configOf(keys, 3))
    fc.assert(
      fc.property(fc.shuffledSubarray([...keys], { minLength: 3 }), fc.integer({ min: 1, max: 9 }), (order, n) => {
        const model = modelOf(configOf(order, n))
        expect(model.hash === straight.hash).toBe(n === 3)
        if (n === 3) expect(model).toEqual(straight)
      }),
      { numRuns: 40 },
    )
  })

  test('the model is plain data: it survives JSON unchanged, and its hash is that of its content', () => {
    const model = modelOf(small())
    expect(JSON.parse(JSON.stringify(model))).toEqual(model)
    const { hash, ...content } = model
    expect(contentHash(content)).toBe(hash)
  })
})

test('an event that two definitions name is counted once', () => {
  const { graph } = modelOf(
    defineConfig({
      events: {
        ticket: event('Ticket Opened', { kind: 'core', feature: 'tickets' }),
        urgent: event('Ticket Opened', { kind: 'core', feature: 'tickets', where: property('severity').is('high') }),
      },
      indicators: {
        both: count(['ticket', 'urgent'], days(7)),
        urgent: count('urgent', days(7)),
      },
    }),
  )
  const facts = Object.fromEntries(
    graph.account.map(({ key, expr }) => [key, 'facts' in expr ? expr.facts : []] as const),
  )
  expect(facts).toEqual({
    both: ['name:Ticket Opened'],
    urgent: [expect.stringMatching(/^measure:/)],
  })
})
