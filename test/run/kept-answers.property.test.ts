import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ANALYSES, type Analyses, type AnalysisKind } from '../../src/contract/analyze/analyses.ts'
import { DictionaryQuery } from '../../src/contract/dictionary.ts'
import { MetricsQuery } from '../../src/contract/metrics.ts'
import { bands, count, days, defineConfig, event, milestone, part, rising, score, signal } from '../../src/index.ts'
import type { Project } from '../../src/run/project.ts'
import { analyze } from '../../src/run/read/analyze.ts'
import { dataDeps } from '../../src/run/read/data-deps.ts'
import { metricDeps } from '../../src/run/read/metric-deps.ts'
import { makeKeptNames } from '../../src/run/read/names/kept-names.ts'
import { readAccountDetail } from '../../src/run/read/read-account-detail.ts'
import { openStory, type Sent, type Story } from '../stories/open-story-project.ts'

const config = defineConfig({
  product: { timezone: 'Europe/Berlin' },
  events: { a: event('a', { kind: 'core' }), b: event('b', { kind: 'core' }) },
  signals: {
    met: signal('intent')
      .on('b')
      .when(count('a', days(2)).atLeast(1))
      .cooldown(days(1)),
    little: signal('risk').when(count('a', days(3)).under(2)),
  },
  segments: { size: bands(count('a', days(3)), { small: 0, large: 2 }) },
  activation: { within: days(1), milestones: { first: milestone('core').when(count('b').atLeast(1)) } },
  scores: { health: score({ usage: part(100, count('a', days(7)), rising(0, 4)) }).bands({ low: 0, fine: 50 }) },
})

const NEVER = new AbortController().signal
const HOUR = 3_600_000
const START = Date.parse('2026-03-27T10:00:00Z')
/** The clocks go forward within it. */
const RANGE = { date_from: '2026-03-26', date_to: '2026-03-29' }

type Asked = { readonly [K in AnalysisKind]: readonly [K, Analyses[K]['asked']] }[AnalysisKind]
const QUESTIONS: readonly Asked[] = [
  ['active', RANGE],
  ['active', { actor: 'account', ...RANGE, breakdown: { trait: 'tier' } }],
  ['active', { ...RANGE, breakdown: 'role' }],
  ['retention', { period: 'day', total_intervals: 3, ...RANGE }],
  ['lifecycle', { actor: 'member', ...RANGE }],
  ['stickiness', { preset: 'L7', date_to: '2026-03-28' }],
  ['funnel', { steps: ['a', 'b'], window_seconds: 86_400, ...RANGE }],
  ['sessions', { date_from: '2026-03-26', date_to: '2026-03-27' }],
  ['active', { actor: 'account', ...RANGE, filter: { segment: 'size', value: 'large' } }],
  ['revenue', { by: 'day', from: '2026-03-26', to: '2026-03-29' }],
]

const people = fc.constantFrom('ann', 'bob', 'cat')
const accounts = fc.constantFrom('acme', 'beta')
/** Hours before now: most are fresh. */
const ago = fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 0, max: 80 }))
const told = fc.oneof(
  fc.record({
    what: fc.constant('event' as const),
    who: people,
    known: fc.boolean(),
    in: accounts,
    name: fc.constantFrom('a', 'b', 'report sent', 'report opened'),
    ago,
  }),
  fc.record({ what: fc.constant('keyless' as const), who: people, ago }),
  fc.record({ what: fc.constant('join' as const), who: people, ago }),
  fc.record({
    what: fc.constant('group' as const),
    who: people,
    in: accounts,
    tier: fc.constantFrom('iron', 'gold'),
    ago,
  }),
  fc.record({ what: fc.constant('pays' as const), in: accounts, amount: fc.integer({ min: 0, max: 3 }), ago }),
  fc.record({ what: fc.constant('merge' as const) }),
  fc.record({ what: fc.constant('hours' as const), by: fc.integer({ min: 1, max: 30 }) }),
)
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never

function toMessage(one: Exclude<Told, { what: 'merge' | 'hours' }>, now: number): Sent {
  const timestamp = new Date(now - one.ago * HOUR).toISOString()
  switch (one.what) {
    case 'event':
      return {
        ...(one.known ? { userId: one.who } : { anonymousId: `${one.who}?` }),
        event: one.name,
        timestamp,
        context: { groupId: one.in },
      }
    case 'keyless':
      return { userId: one.who, event: 'a', timestamp }
    case 'join':
      return { type: 'identify', userId: one.who, anonymousId: `${one.who}?`, timestamp }
    case 'group':
      return { type: 'group', userId: one.who, groupId: one.in, traits: { tier: one.tier }, timestamp }
    case 'pays':
      return {
        ...{ type: 'subscription', timestamp, context: { groupId: one.in } },
        ...{ subscriptionId: one.in, mrrMinor: one.amount * 100, currency: 'EUR', from: timestamp },
      }
  }
}

it('whatever comes in, what is kept is what would be answered anew', async () => {
  const few = fc.shuffledSubarray([...QUESTIONS], { minLength: 4, maxLength: 4 })
  const asking = fc.asyncProperty(few, fc.array(told, { minLength: 5, maxLength: 8 }), async (questions, steps) => {
    const story = await openStory({ config, start: new Date(START).toISOString() })
    const inAcme = { userId: 'ann', context: { groupId: 'acme' } }
    await story.send({ event: 'a', ...inAcme }, { event: 'b', ...inAcme })
    await story.send({ type: 'group', userId: 'bob', groupId: 'beta', traits: { tier: 'iron' } })
    for (const step of steps) {
      await take(story, step)
      for (const [kind, asked] of questions) {
        const question = { kind, query: ANALYSES[kind].query.parse(asked) as never, stop: NEVER }
        const kept = await analyze(story.project(), question)
        const fresh = await analyze({ ...story.project(), answers: new Map() }, question)
        expect({ kind, asked, ...kept }).toEqual({ kind, asked, ...fresh })
      }
      const fresh = await measure({ ...story.project(), answers: new Map() })
      expect(await measure(story.project())).toEqual(fresh)
      await expectSurveyed(story.project())
      await expectPages(story.project())
    }
    const counted = await story.project().store.counts()
    await story.reopen()
    expect(await story.project().store.counts()).toEqual(counted)
    await story.close()
  })
  await fc.assert(asking, { numRuns: Number(process.env.RUNS ?? 2) })
}, 240_000)

/** What is folded for all accounts, and what is asked of traits, sign-ups, sessions and money. */
const METRICS = 'activation_rate,time_to_value,onboarding_engagement,customer_health,dau,sessions,logo_churn,mrr'

function measure(project: Project) {
  return metricDeps(project).getMetrics(MetricsQuery.parse({ metrics: METRICS, by: 'segment:size' }), NEVER)
}

/** What the pages on data tell goes on from what was counted before. */
async function expectSurveyed(project: Project): Promise<void> {
  await project.store.counts()
  const survey = async (of: Project) => {
    const deps = dataDeps(of)
    return { names: await deps.getDictionary(DictionaryQuery.parse({}), NEVER), incidents: await deps.listIncidents() }
  }
  expect(await survey(project)).toEqual(await survey({ ...project, answers: new Map(), names: makeKeptNames() }))
}

/** Each of the accounts, at once, with what is kept of earlier pages. */
async function expectPages(project: Project): Promise<void> {
  const asked = ['acme', 'beta'].flatMap((key) => [{ key }, { key, asOf: '2026-03-27', since: '2026-03-26' }])
  const pages = (of: Project) => asked.map(({ key, ...query }) => readAccountDetail(of, key, query).catch(() => null))
  const anew: unknown[] = []
  for (const { key, ...query } of asked) {
    const fresh = { ...project, inputs: new Map(), pages: new Map(), references: new WeakMap() }
    anew.push(await readAccountDetail(fresh, key, query).catch(() => null))
  }
  expect(await Promise.all(pages(project))).toEqual(anew)
}

async function take(story: Story, step: Told): Promise<void> {
  if (step.what === 'hours') await story.moveTo(story.now() + step.by * HOUR)
  else if (step.what === 'merge')
    await story.control({ kind: 'account_merged', from: 'beta', into: 'acme', at: story.now() })
  else await story.send(toMessage(step, story.now()))
}
