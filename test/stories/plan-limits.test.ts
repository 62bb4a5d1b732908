import { expect, it } from 'vitest'
import type { AccountLimits } from '../../src/contract/account-parts/account-limits.ts'
import * as t from '../../src/index.ts'
import { openStory } from './open-story-project.ts'

const config = t.defineConfig({
  events: { project: t.event('Project Created', { kind: 'core' }), space: t.gauge('Space Measured', 'gb') },
  entitlements: {
    projects: t.limit(t.count('project'), { byPlan: { free: 30, pro: null } }),
    space: t.limit(t.latest('space'), t.trait('space_limit')),
    seats: t.limit(t.members(), t.trait('seats')),
  },
})

const day = (n: number) => new Date(Date.parse('2026-03-01T10:00:00Z') + n * 86_400_000).toISOString()

it('what is used of each limit, and the day it is met if it goes on as in four weeks; else why nothing is forecast; on an earlier day as it was known then', async () => {
  const story = await openStory({ config, start: '2026-03-01T09:00:00Z' })
  const joins = { type: 'group', groupId: 'acme', traits: { plan: 'free', seats: 2, space_limit: 100 } }
  await story.send({ ...joins, userId: 'ana' }, { ...joins, userId: 'ben' })
  // A project every second day, now and then one more, and as much space as ever.
  for (let n = 0; n < 40; n++) {
    story.setClock(day(n))
    const context = { groupId: 'acme' }
    if (n % 2 === 0 || n % 9 === 0) await story.post([{ event: 'Project Created', userId: 'ana', context }])
    if (n === 0) await story.post([{ event: 'Space Measured', userId: 'ana', context, properties: { gb: 40 } }])
  }
  await story.moveTo(day(40))
  const told = async (query = '') =>
    (await story.get<AccountLimits>(`/accounts/acme/limits${query}`)).data.map(
      ({ days28, forecast, noForecast, key, used, most }) => [
        ...[key, used, most, days28.filter((n) => n !== null).length],
        noForecast ?? forecast,
      ],
    )
  expect(await told()).toEqual([
    ['seats', 2, 2, 28, 'reached'],
    [
      ...['projects', 22, 30, 28],
      // Eight are left; the line through the days rises by 8/15 a day, at least by 12/23 and at most by 4/7.
      {
        ...{ day: '2026-04-24', early: '2026-04-23', late: '2026-04-25' },
        in30: { lower: expect.closeTo(22 + (30 * 12) / 23), upper: expect.closeTo(22 + (30 * 4) / 7) },
      },
    ],
    ['space', 40, 100, 28, 'not rising'],
  ])
  // Before it was there it had none, which is known; of a level nothing is.
  expect(await told('?asOf=2026-03-05')).toEqual([
    ['seats', 2, 2, 28, 'reached'],
    ['space', 40, 100, 5, 'too few days'],
    ['projects', 3, 30, 28, 'not rising'],
  ])
  await story.send({ type: 'group', groupId: 'acme', userId: 'ana', traits: { plan: 'pro', space_limit: null } })
  await story.moveTo(day(41))
  expect(await told()).toEqual([
    ['seats', 2, 2, 28, 'reached'],
    ['projects', 22, null, 28, 'unlimited'],
    ['space', 40, null, 28, 'limit unknown'],
  ])
  expect(await story.refusalOf('/accounts/nobody/limits')).toEqual([404, 'not_found'])
})
