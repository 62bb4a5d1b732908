import { expect, it } from 'vitest'
import { renderLedger } from '../../src/cli/render/render-standing.ts'
import type { AccountDetail } from '../../src/contract/account.ts'
import * as t from '../../src/index.ts'
import { openStory, type Sent, type Story, tell } from './open-story-project.ts'

const effort = t
  .score({
    notes: t
      .part(100, t.sum('note', 'pages'), t.byPercentile({ in: 'size', until: t.rising(0, 100) }))
      .heardEvery(t.days(180)),
  })
  .bands({ high: 60, low: 0 })

const config = t.defineConfig({
  events: { note: t.event('Note Written', { kind: 'core' }) },
  segments: { size: t.bands(t.trait('seats').number, { small: 1, large: 50 }) },
  scores: { effort },
})

const joins = (account: string, seats: number): Sent => ({
  ...{ type: 'group', userId: `user of ${account}`, groupId: account },
  traits: { seats },
})
const writes = (account: string, pages: number): Sent => ({
  ...{ event: 'Note Written', userId: `user of ${account}`, properties: { pages } },
  context: { groupId: account },
})

async function effortOf(story: Story, account: string, query = '') {
  const { scores } = await story.get<AccountDetail>(`/accounts/${encodeURIComponent(account)}${query}`)
  return scores[0]!
}

it('knots of percentiles are frozen as a quarter begins, and a past day keeps those of its own quarter', async () => {
  const story = await openStory({ config, start: '2026-03-30T09:00:00Z' })
  const small = Array.from({ length: 31 }, (_, i) => `small ${i + 1}`)
  await story.send(...small.flatMap((account, i) => [joins(account, 10), writes(account, i + 1)]))
  await story.send(joins('large', 500), writes('large', 40))
  await story.moveTo('2026-04-01T00:05:00Z')

  // No quarter has begun with 30 accounts: the fixed curve holds.
  const march = await effortOf(story, 'small 16')
  expect([march.value, march.lines[0]!.frozen]).toEqual([16, null])

  await story.moveTo('2026-04-02T00:05:00Z')
  const april = await effortOf(story, 'small 16')
  expect(april.value).toBe(50)
  expect(april.lines[0]).toEqual({
    ...{ name: 'notes', label: 'pages of Note Written added up', value: 16, unit: 'value', points: 50, most: 100 },
    frozen: {
      ...{ quarter: '2026-04-01', group: 'small', accounts: 31 },
      knots: [
        { at: 4, share: 0 },
        { at: 16, share: 0.5 },
        { at: 28, share: 1 },
      ],
    },
  })
  // One large account is no group: it is held against all 32.
  const large = (await effortOf(story, 'large')).lines[0]!
  expect([large.points, large.frozen?.group, large.frozen?.accounts]).toEqual([100, null, 32])
  expect(renderLedger(april).split('\n')[1]).toBe(
    '     50.0 of 100  notes: pages of Note Written added up = 16 (0 % of it at 4, 50 % at 16, 100 % at 28: as 31 accounts in small were when the quarter began on 2026-04-01)',
  )
  expect(april.sentence).toBe(
    '0 to 100: up to 100 for notes (pages of Note Written added up, by the percentiles of accounts of the same size as the quarter began).',
  )

  // The others write much more: within the quarter that moves them alone, from the next one on it is the new usual.
  await story.send(...small.flatMap((account) => (account === 'small 16' ? [] : [writes(account, 30)])))
  await story.moveTo('2026-04-03T00:05:00Z')
  expect([(await effortOf(story, 'small 16')).value, (await effortOf(story, 'small 1')).value]).toEqual([50, 100])
  await story.crash()
  await story.moveTo('2026-07-02T00:05:00Z')
  const july = await effortOf(story, 'small 16', '?since=2026-06-30')
  expect([july.value, july.lines[0]!.frozen?.quarter]).toEqual([0, '2026-07-01'])
  expect(july.change).toMatchObject({ total: -50, behaviour: 0, config: -50, missingData: 0 })

  const june = await effortOf(story, 'small 16', '?asOf=2026-06-30')
  expect([june.value, june.lines]).toEqual([50, april.lines])
  expect((await effortOf(story, 'small 16', '?asOf=2026-03-31')).lines).toEqual(march.lines)
  const stays = tell(await story.transitions()).filter((line) => line.includes('of small 1 '))
  expect(stays.map((line) => line.split(' (')[0])).toEqual([
    '2026-03-30 opened effort.low of small 1 1',
    '2026-04-02 opened effort.high of small 1 1',
    '2026-04-02 closed effort.low of small 1 1',
    '2026-07-01 closed effort.high of small 1 1',
    '2026-07-01 opened effort.low of small 1 2',
  ])
}, 60_000)
