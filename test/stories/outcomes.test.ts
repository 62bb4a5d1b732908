import { expect, it } from 'vitest'
import type { AccountDetail } from '../../src/contract/account.ts'
import type { AccountPage } from '../../src/contract/accounts.ts'
import type { EpisodePage } from '../../src/contract/episodes.ts'
import { dayToIso } from '../../src/core/time.ts'
import {
  activates,
  churned,
  converted,
  count,
  days,
  defineConfig,
  event,
  expanded,
  milestone,
  mrr,
  outcome,
  signal,
} from '../../src/index.ts'

import { replayHistory } from '../../src/run/read/replay-history.ts'
import { importRows } from './import-rows.ts'
import { openStory, type Story, tell } from './open-story-project.ts'

const config = defineConfig({
  events: { note: event('Note Written', { kind: 'core' }) },
  outcomes: { converted: converted(), churned: churned(), expanded: expanded() },
  signals: {
    quiet: signal('risk')
      .when(count('note', days(2)).atMost(0))
      .predicts(outcome('churned').within(days(30))),
  },
})

const outcomesOf = async (story: Story, account: string, asOf?: string): Promise<string[]> => {
  const query = asOf === undefined ? '' : `?asOf=${asOf}`
  const { outcomes } = await story.get<AccountDetail>(`/accounts/${account}${query}`)
  return outcomes.map(({ outcome, standing, dates }) =>
    [outcome, ...dates.map(({ decided }) => decided.slice(5, 10)), ...(dates.length === 0 ? [standing] : [])].join(' '),
  )
}

it('what one account paid goes on as what the account that took it in pays: no churn', async () => {
  const note = (groupId: string) => ({ type: 'track', event: 'Note Written', userId: groupId, context: { groupId } })
  const pays = (groupId: string, day: string, terms: object) => ({
    ...{ type: 'subscription', groupId, currency: 'EUR', timestamp: `2026-03-${day}T09:00:00Z`, ...terms },
    from: `2026-03-${day}T00:00:00Z`,
  })
  const story = await openStory({ config, start: '2026-03-08T10:00:00Z' })
  await importRows(story, [
    { ...note('small'), timestamp: '2026-03-02T09:00:00Z' },
    { ...note('big'), timestamp: '2026-03-02T09:00:00Z' },
    pays('small', '03', { subscriptionId: 's1', mrrMinor: 5_000, to: '2026-03-06T00:00:00Z' }),
    pays('big', '05', { subscriptionId: 'b1', mrrMinor: 4_000 }),
  ])
  await story.moveTo('2026-03-09T10:00:00Z')
  expect(await outcomesOf(story, 'small')).toEqual(['churned 03-06', 'converted 03-03', 'expanded pending'])
  expect(await outcomesOf(story, 'big')).toEqual(['churned pending', 'converted 03-05', 'expanded pending'])
  const { data } = await story.get<EpisodePage>('/episodes?account=small')
  expect(data.map(({ openedAt, outcome }) => [openedAt.slice(5, 10), outcome])).toEqual([
    ['03-05', { name: 'churned', state: 'followed', at: '2026-03-06T00:00:00.000Z', noticeDays: 1 }],
  ])
  await story.control({ kind: 'account_merged', from: 'small', into: 'big', at: story.now() })
  await story.moveTo('2026-03-11T10:00:00Z')
  // Of both it grew on the 5th and shrank on the 6th; the day before the merge knows of one alone.
  expect(await outcomesOf(story, 'big')).toEqual(['churned pending', 'converted 03-03', 'expanded 03-05'])
  expect(await outcomesOf(story, 'big', '2026-03-08')).toEqual([
    'churned pending',
    'converted 03-05',
    'expanded pending',
  ])
})

it('an account is activated at the moment its rule is met, as one that takes it in is from then on; a signal before it is followed by it', async () => {
  const story = await openStory({
    config: defineConfig({
      events: { note: event('Note Written', { kind: 'core' }) },
      activation: { milestones: { notes: milestone('core').when(count('note').atLeast(3)) } },
      outcomes: { activated: activates() },
      signals: {
        started: signal('activation')
          .when(count('note').atLeast(2))
          .predicts(outcome('activated').within(days(14))),
      },
    }),
    start: '2026-03-02T10:00:00Z',
  })
  const note = (groupId: string) => ({ event: 'Note Written', userId: groupId, context: { groupId } })
  await story.send(note('small'), note('big'))
  await story.moveTo('2026-03-03T10:00:00Z')
  await story.send(note('small'))
  await story.moveTo('2026-03-04T10:00:00Z')
  expect(await outcomesOf(story, 'small')).toEqual(['activated pending'])
  await story.moveTo('2026-03-05T16:30:00Z')
  await story.send(note('small'))
  await story.moveTo('2026-03-06T10:00:00Z')
  const { outcomes } = await story.get<AccountDetail>('/accounts/small')
  expect(outcomes).toEqual([
    {
      outcome: 'activated',
      sentence: 'activated: the account is activated.',
      standing: 'happened',
      dates: [
        {
          decided: '2026-03-05T16:30:00.000Z',
          effective: '2026-03-05T16:30:00.000Z',
          known: '2026-03-06T00:00:00.000Z',
        },
      ],
    },
  ])
  const { data } = await story.get<EpisodePage>('/episodes?account=small')
  expect(data.map((one) => [one.openedAt.slice(5, 10), one.outcome])).toEqual([
    ['03-04', { name: 'activated', state: 'followed', at: '2026-03-05T16:30:00.000Z', noticeDays: 1.6875 }],
  ])
  await story.control({ kind: 'account_merged', from: 'small', into: 'big', at: story.now() })
  await story.moveTo('2026-03-08T10:00:00Z')
  expect(await outcomesOf(story, 'big')).toEqual(['activated 03-05'])
  expect(await outcomesOf(story, 'big', '2026-03-04')).toEqual(['activated pending'])
})

it('what both pay is what the account pays that took the other one in: on its page, in its row and in its signals, live and in a replay', async () => {
  const large = signal('expansion').when(mrr().atLeast(80))
  const story = await openStory({
    config: defineConfig({ events: { note: event('Note Written', { kind: 'core' }) }, signals: { large } }),
    start: '2026-03-08T10:00:00Z',
  })
  const said = (type: string, groupId: string, more: object) => ({
    ...{ type, groupId, userId: groupId, context: { groupId }, timestamp: '2026-03-02T09:00:00Z', ...more },
  })
  const pays = (groupId: string, mrrMinor: number) =>
    said('subscription', groupId, { subscriptionId: 'main', currency: 'EUR', from: '2026-03-02T00:00:00Z', mrrMinor })
  const note = (groupId: string) => said('track', groupId, { event: 'Note Written' })
  await importRows(story, [note('small'), note('big'), pays('small', 5_000), pays('big', 4_000)])
  await story.moveTo('2026-03-09T10:00:00Z')
  const paid = async () => {
    const { header } = await story.get<AccountDetail>('/accounts/big')
    const { data } = await story.get<AccountPage>('/accounts')
    return [header.mrr?.minor, data.find(({ key }) => key === 'big')?.mrr?.minor]
  }
  expect(await paid()).toEqual([4_000, 4_000])
  await story.control({ kind: 'account_merged', from: 'small', into: 'big', at: story.now() })
  await story.moveTo('2026-03-10T10:00:00Z')
  expect(await paid()).toEqual([9_000, 9_000])
  const lived = tell(await story.transitions())
  expect(lived).toEqual(['2026-03-09 opened large of big 1 (merge)'])
  const days = { from: 0, to: story.project().judgedDay! }
  const replayed = await replayHistory(story.project(), { days })
  expect(replayed.map(({ name, entity, what, asOf, cause }) => [name, entity, what, dayToIso(asOf), cause])).toEqual([
    ['large', { level: 'account', account: 'big' }, 'opened', '2026-03-09', 'merge'],
  ])
})
