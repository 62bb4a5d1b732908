import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import type { EpisodePage } from '../../src/contract/episodes.ts'
import { runCommand, tempFolder } from './run-command.ts'

const CONFIG = `
import { churned, converted, count, days, daysSinceLast, defineConfig, event, expanded, happened, inactive, outcome, retained, signal } from 'telltale'
export default defineConfig({
  events: { task: event('Task Created', { kind: 'core' }), wish: event('Wish Sent') },
  outcomes: {
    converted: converted(), churned: churned(), expanded: expanded(),
    stayed: retained(5, 9), wished: happened('wish'), idle: inactive(days(3), ['task']),
  },
  signals: {
    quiet: signal('risk').when(daysSinceLast('task').atLeast(2)).predicts(outcome('churned').within(days(5))),
    keen: signal('intent').when(count('task', days(2)).atLeast(2)).predicts(outcome('converted').within(days(20))),
    busy: signal('engagement').when(count('task', days(2)).atLeast(1)).suggest({ team: 'success', action: 'Say hello' }),
  },
})
`

let cwd = ''

/** Uses it on the first two days, pays from the 4th, decides on the 8th to leave at the end of the month; told on the 9th. */
beforeEach(async () => {
  cwd = tempFolder()
  const task = (day: string) => ({
    ...{ type: 'track', event: 'Task Created', userId: 'ana', context: { groupId: 'acme' } },
    timestamp: `2026-03-${day}T09:00:00Z`,
  })
  const pays = (day: string, more = {}) => ({
    ...{ type: 'subscription', groupId: 'acme', subscriptionId: 's1', mrrMinor: 4900, currency: 'EUR' },
    ...{ from: '2026-03-04T00:00:00Z', timestamp: `2026-03-${day}T12:00:00Z`, ...more },
  })
  const leaves = { to: '2026-03-31T00:00:00Z', cancelDecidedAt: '2026-03-08T06:00:00Z' }
  const messages = [task('01'), task('02'), pays('04'), task('06'), pays('09', leaves)]
  writeFileSync(join(cwd, 'telltale.config.ts'), CONFIG)
  writeFileSync(join(cwd, 'history.ndjson'), messages.map((one) => JSON.stringify(one)).join('\n'))
  await runCommand(['import', 'history.ndjson'], { cwd })
})

const run = async (...args: string[]): Promise<string> => (await runCommand(args, { cwd })).out

it('explains which outcomes have happened, each with its three dates', async () => {
  const text = await run('explain', 'account', 'acme')
  expect(text.split('\n').at(-1)).toBe(
    'outcomes: churned decided on 2026-03-08, in effect on 2026-03-31; converted on 2026-03-04; idle on 2026-03-10 (2 times); stayed on 2026-03-10',
  )
  const { outcomes } = JSON.parse(await run('explain', 'account', 'acme', '--json'))
  expect(outcomes.map((one: { outcome: string; standing: string }) => `${one.outcome} ${one.standing}`)).toEqual([
    'churned happened',
    'converted happened',
    'expanded pending',
    'idle happened',
    'stayed happened',
    'wished pending',
  ])
  expect(outcomes[0]).toEqual({
    outcome: 'churned',
    sentence: 'churned: the account decides to cancel or, when no decision is known, its revenue falls to zero.',
    standing: 'happened',
    dates: [
      {
        decided: '2026-03-08T06:00:00.000Z',
        effective: '2026-03-31T00:00:00.000Z',
        known: '2026-03-09T12:00:00.000Z',
      },
    ],
  })
})

it('a past day knows nothing of a decision of which nobody had told', async () => {
  const text = await run('explain', 'account', 'acme', '--as-of', '2026-03-08')
  expect(text.split('\n').at(-1)).toBe('outcomes: converted on 2026-03-04; idle on 2026-03-06')
})

it('an episode says whether what it predicted followed, with days of notice', async () => {
  const replay = ['episodes', '--replay', '--from', '2026-03-01', '--to', '2026-03-14'] as const
  const page = JSON.parse(await run(...replay, '--json')) as EpisodePage
  expect(page.data.map(({ signal, openedAt, outcome }) => [`${signal} ${openedAt.slice(5, 10)}`, outcome])).toEqual([
    // Opened after the decision: there was nothing left to predict.
    ['quiet 03-09', { name: 'churned', state: 'unknown', at: null, noticeDays: null }],
    ['busy 03-07', null],
    ['quiet 03-05', { name: 'churned', state: 'followed', at: '2026-03-08T06:00:00.000Z', noticeDays: 3.25 }],
    ['keen 03-03', { name: 'converted', state: 'followed', at: '2026-03-04T00:00:00.000Z', noticeDays: 1 }],
    ['busy 03-02', null],
  ])
  const text = await run(...replay)
  expect(text).toContain('churned after 3 days')
  expect([/days since the last .* \d, at least \d/.test(text), text.includes('>=')]).toEqual([true, false])
})

it('what warned of each that left, from the history as it was known day by day', async () => {
  const { rows, warned } = JSON.parse(await run('notice', '--json'))
  expect(warned.count).toBe(1)
  // Quiet at the close of the 4th, after two days without a task; over with the one of the 6th.
  const quiet = { kind: 'signal', name: 'quiet', since: '2026-03-05T00:00:00.000Z', days: 3.25, open: false }
  expect(rows).toEqual([{ account: 'acme', decided: '2026-03-08T06:00:00.000Z', notice_days: 3.25, warnings: [quiet] }])
  expect((await run('notice')).split('\n').slice(2)).toEqual([
    'acme, 2026-03-08',
    '    signal quiet since 2026-03-05, 3.3 days before, over by then',
    '',
    '1 account, 1 with a warning.',
  ])
})
