import { expect, it } from 'vitest'
import { ANALYSES, type Analyses, type AnalysisKind } from '../../src/contract/analyze/analyses.ts'
import { defineConfig, event, trait } from '../../src/index.ts'
import { analyze } from '../../src/run/read/analyze.ts'
import { openStory, type Sent, type Story } from './open-story-project.ts'

const events = { note: event('Note Written', { kind: 'core' }) }
const config = defineConfig({ events })

function asker(story: Story) {
  return <K extends AnalysisKind>(kind: K, asked: Analyses[K]['asked']): Promise<Analyses[K]['answer']> =>
    analyze(story.project(), {
      ...{ kind, query: ANALYSES[kind].query.parse(asked) as never, stop: new AbortController().signal },
    })
}

const note = (who: Sent, at: string, account?: string): Sent => ({
  ...{ event: 'Note Written', timestamp: at, ...who },
  ...(account === undefined ? {} : { context: { groupId: account } }),
})
const says = (who: Sent, at: string, traits: object): Sent => ({ type: 'identify', timestamp: at, traits, ...who })
const group = (who: string, at: string, account: string, traits: object = {}): Sent => ({
  ...{ type: 'group', userId: who, groupId: account, timestamp: at, traits },
})
const merged = (from: string, into: string, at: string) => ({
  ...{ kind: 'account_merged' as const, from, into, at: Date.parse(at) },
})

it('a trait of an id that turns out to be of somebody holds for what was done before, and never against their own word', async () => {
  const story = await openStory({ config, start: '2026-03-09T10:00:00Z' })
  await story.send(
    says({ userId: 'old' }, '2026-03-02T08:00:00Z', { team: 'red', city: 'Bonn' }),
    note({ userId: 'old' }, '2026-03-02T10:00:00Z', 'acme'),
    says({ userId: 'old' }, '2026-03-03T08:00:00Z', { team: 'blue' }),
    note({ userId: 'old' }, '2026-03-04T10:00:00Z', 'acme'),
    says({ userId: 'ann' }, '2026-03-01T08:00:00Z', { city: 'Rome' }),
  )
  await story.send({ type: 'alias', userId: 'ann', previousId: 'old', timestamp: '2026-03-09T10:00:00Z' })
  const ask = asker(story)
  const days = { date_from: '2026-03-02', date_to: '2026-03-04' }
  const byTrait = async (name: string) => {
    const { buckets } = await ask('active', { ...days, breakdown: { trait: name } })
    return buckets!.map(({ value, values }) => [value, values])
  }
  expect(await byTrait('team')).toEqual([
    ['blue', [0, 0, 1]],
    ['red', [1, 0, 0]],
  ])
  expect(await byTrait('city')).toEqual([['Rome', [1, 0, 1]]])
  const { results } = await ask('correlation', { ...days, steps: ['note', 'note'], type: 'traits' })
  expect(results.map(({ name }) => name)).toEqual(['$source::red', 'city::Rome', 'team::red'].slice(1))
})

it('an account that was taken in brings its traits and its plan along, is one newcomer with the other, and no member twice', async () => {
  const story = await openStory({ config, start: '2026-03-09T10:00:00Z' })
  await story.send(
    group('ann', '2026-03-02T08:00:00Z', 'small', { tier: 'gold' }),
    note({ userId: 'ann' }, '2026-03-02T10:00:00Z', 'small'),
    group('ann', '2026-03-03T08:00:00Z', 'small', { tier: 'iron' }),
    group('bob', '2026-03-04T08:00:00Z', 'big'),
    note({ userId: 'bob' }, '2026-03-04T10:00:00Z', 'big'),
  )
  await story.control(merged('small', 'big', '2026-03-09T10:00:00Z'))
  const ask = asker(story)
  const days = { actor: 'account' as const, date_from: '2026-03-02', date_to: '2026-03-04' }
  const { buckets } = await ask('active', { ...days, breakdown: { trait: 'tier' } })
  expect(buckets!.map(({ value, values }) => [value, values])).toEqual([
    ['gold', [1, 0, 0]],
    ['iron', [0, 0, 1]],
  ])
  const age = { period: 'day' as const, total_intervals: 3 }
  const sizes = ({ cohorts }: Analyses['cohorts']['answer']) =>
    cohorts.map(({ value, size, values }) => [value, size, values])
  expect(sizes(await ask('cohorts', { ...days, ...age }))).toEqual([['2026-03-02', 1, [1, 0, 1]]])
  expect(sizes(await ask('cohorts', { ...days, ...age, actor: 'member' }))).toEqual([
    ['2026-03-02', 1, [1, 0, 0]],
    ['2026-03-04', 1, [1, 0, 0]],
  ])
})

it('newcomers: by their own word, else their sign-up, else first seen; who did nothing since is one too, and own staff is not', async () => {
  const excluding = defineConfig({ events, exclude: [trait('staff').is(true)] })
  const story = await openStory({ config: excluding, start: '2026-03-09T10:00:00Z' })
  await story.send(
    says({ userId: 'told' }, '2026-03-05T08:00:00Z', { created_at: '2026-03-02' }),
    note({ userId: 'told' }, '2026-03-05T08:00:00Z', 'acme'),
    note({ userId: 'did' }, '2026-03-02T08:00:00Z', 'acme'),
    { event: 'Signed Up', userId: 'did', timestamp: '2026-03-03T08:00:00Z' },
    note({ anonymousId: 'seen' }, '2026-03-04T08:00:00Z'),
    says({ userId: 'quiet' }, '2026-03-03T09:00:00Z', { plan: 'pro' }),
    says({ userId: 'us' }, '2026-03-02T09:00:00Z', { staff: true }),
    group('us', '2026-03-02T09:00:00Z', 'home', { staff: true }),
    note({ userId: 'us' }, '2026-03-02T10:00:00Z', 'home'),
    { event: 'Account Created', userId: 'did', timestamp: '2026-03-04T08:00:00Z', context: { groupId: 'acme' } },
  )
  const ask = asker(story)
  const days = { period: 'day' as const, total_intervals: 1, date_from: '2026-03-01', date_to: '2026-03-06' }
  const who = async (actor: 'user' | 'account', cohort: string) =>
    (await ask('cohorts', { ...days, actor, actors_of: { cohort } })).actors?.data.map(
      (one) => one.person ?? one.account,
    )
  expect(await who('user', '2026-03-02')).toEqual(['u:told'])
  expect(await who('user', '2026-03-03')).toEqual(['u:did', 'u:quiet'])
  expect(await who('user', '2026-03-04')).toEqual(['a:seen'])
  expect(await who('account', '2026-03-04')).toEqual(['acme'])
  const accounts = await ask('cohorts', { ...days, actor: 'account' })
  expect(accounts.cohorts.map(({ value, size }) => [value, size])).toEqual([['2026-03-04', 1]])
})

it('an account that became one of two is as old as the older of them, whoever was created last said so and under whichever of the usual names', async () => {
  const story = await openStory({ config, start: '2026-03-09T10:00:00Z' })
  await story.send(
    group('ann', '2026-03-02T08:00:00Z', 'old', { createdAt: '2025-11-20T08:00:00Z' }),
    group('bob', '2026-03-02T09:00:00Z', 'young', { created_at: '2026-02-26T08:00:00Z' }),
    note({ userId: 'ann' }, '2026-03-03T10:00:00Z', 'old'),
    note({ userId: 'bob' }, '2026-03-04T10:00:00Z', 'young'),
  )
  const ask = asker(story)
  const days = { actor: 'account' as const, date_from: '2026-03-03', date_to: '2026-03-04' }
  const byTenure = async () => {
    const { buckets } = await ask('active', { ...days, breakdown: 'tenure' })
    return buckets!.map(({ value, values }) => [value, values])
  }
  const newcomers = async (month: string) => {
    const asked = {
      actor: 'account' as const,
      period: 'month' as const,
      total_intervals: 1,
      date_from: month,
      date_to: month,
    }
    return (await ask('cohorts', asked)).cohorts.map(({ size }) => size)
  }
  expect(await byTenure()).toEqual([
    ['3 to 6 months', [1, 0]],
    ['under 1 month', [0, 1]],
  ])
  expect([await newcomers('2025-11-01'), await newcomers('2026-02-01')]).toEqual([[1], [1]])
  await story.control(merged('old', 'young', '2026-03-09T10:00:00Z'))
  expect(await byTenure()).toEqual([['3 to 6 months', [1, 1]]])
  expect([await newcomers('2025-11-01'), await newcomers('2026-02-01')]).toEqual([[1], []])
})
