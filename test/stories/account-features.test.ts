import { expect, it } from 'vitest'
import type { AccountFeatures } from '../../src/contract/account-parts/account-features.ts'
import * as t from '../../src/index.ts'
import { openStory } from './open-story-project.ts'

const config = t.defineConfig({
  events: {
    note: t.event('Note Written', { kind: 'core', feature: 'notes' }),
    chart: t.event('Chart Drawn', { kind: 'depth', feature: 'charts' }),
    theme: t.event('Theme Changed', { kind: 'depth', feature: 'themes' }),
  },
  metrics: { features: { charts: { plans: ['pro'] }, themes: { tier: 'nice-to-have' } } },
})

it('which features an account used in 28 days, beside how many of the others on its plan did; with few of them no share; what changes after the close changes nothing', async () => {
  const story = await openStory({ config, start: '2026-03-01T09:00:00Z' })
  const does = (account: string, event: string, userId = `of-${account}`) => ({
    event,
    userId,
    context: { groupId: account },
  })
  const joins = (groupId: string, plan: string) => ({
    type: 'group',
    userId: `of-${groupId}`,
    groupId,
    traits: { plan },
  })
  const pros = Array.from({ length: 12 }, (_, n) => `pro${n}`)
  // Drawn too long ago to count.
  await story.send(joins('pro0', 'pro'), does('pro0', 'Chart Drawn'))
  await story.moveTo('2026-04-10T09:00:00Z')
  await story.send(...pros.map((one) => joins(one, 'pro')), joins('free0', 'free'), joins('free1', 'free'))
  await story.send(
    ...pros.map((one) => does(one, 'Note Written')),
    ...['pro1', 'pro2', 'pro3'].map((one) => does(one, 'Chart Drawn')),
    does('pro1', 'Chart Drawn', 'another'),
    ...[does('free0', 'Theme Changed'), does('free1', 'Note Written')],
  )
  await story.moveTo('2026-04-11T09:00:00Z')
  const features = (key: string, asOf = '') => story.get<AccountFeatures>(`/accounts/${key}/features${asOf}`)
  const shown = async (key: string, asOf?: string) =>
    (await features(key, asOf)).data.map(({ feature, inPlan, users, similar }) => [
      feature,
      inPlan,
      users,
      similar.count,
      similar.of,
    ])
  expect(await features('pro1')).toEqual({
    ...{ asOf: '2026-04-10', plan: 'pro', similar: 11, leastSimilar: 10 },
    data: [
      {
        ...{ feature: 'notes', tier: 'core', inPlan: true, users: 1 },
        similar: { count: 11, of: 11, rate: { estimate: 1, lower: expect.closeTo(0.741, 3), upper: 1 } },
      },
      {
        ...{ feature: 'charts', tier: 'expansion', inPlan: true, users: 2 },
        similar: { count: 2, of: 11, rate: expect.objectContaining({ estimate: 2 / 11 }) },
      },
      {
        ...{ feature: 'themes', tier: 'nice-to-have', inPlan: true, users: 0 },
        similar: { count: 0, of: 11, rate: expect.objectContaining({ estimate: 0 }) },
      },
    ],
  })
  expect(await shown('pro0')).toEqual([
    ['notes', true, 1, 11, 11],
    ['charts', true, 0, 3, 11],
    ['themes', true, 0, 0, 11],
  ])
  const free = await features('free0')
  expect([free.similar, ...free.data.map(({ similar }) => similar.rate)]).toEqual([1, null, null, null])
  expect(await shown('free0')).toEqual([
    ['notes', true, 0, 1, 1],
    ['themes', true, 1, 0, 1],
    ['charts', false, 0, 0, 1],
  ])
  await story.send(does('pro0', 'Chart Drawn'))
  expect(await shown('pro0')).toContainEqual(['charts', true, 0, 3, 11])
  await story.moveTo('2026-04-12T09:00:00Z')
  expect(await shown('pro0')).toContainEqual(['charts', true, 1, 3, 11])
  // An earlier day is told as it is known now, with what came late.
  await story.send({ ...does('pro0', 'Chart Drawn'), timestamp: '2026-04-10T12:00:00Z' })
  await story.moveTo('2026-04-13T09:00:00Z')
  expect(await shown('pro0', '?asOf=2026-03-02')).toContainEqual(['charts', true, 1, 0, 0])
  expect(await shown('pro0', '?asOf=2026-04-10')).toContainEqual(['charts', true, 1, 3, 11])
  expect(await story.refusalOf('/accounts/pro0/features?asOf=2026-04-13')).toEqual([400, 'bad_argument'])
  expect(await story.refusalOf('/accounts/nobody/features')).toEqual([404, 'not_found'])
})
