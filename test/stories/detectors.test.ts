import { expect, it } from 'vitest'
import type { AccountDetail } from '../../src/contract/account.ts'
import { dayToIso, isoToDay } from '../../src/core/time.ts'
import { defineConfig, event, fastDrop, signal, signalOpen, silence } from '../../src/index.ts'
import { replayHistory } from '../../src/run/read/replay-history.ts'
import { openStory, tell } from './open-story-project.ts'

const config = defineConfig({
  events: { task: event('Task Created', { kind: 'core' }) },
  signals: {
    drops: signal('risk').detects(fastDrop('task')).suggest({ team: 'success', action: 'Call' }),
    alarming: signal('risk').when(signalOpen('drops')).suggest({ team: 'success', action: 'Call' }),
    silent: signal('risk').level('member').detects(silence('task')).suggest({ team: 'success', action: 'Write' }),
  },
})

const START = isoToDay('2026-01-05')!
const ACCOUNTS = ['acme', 'bolt', 'core', 'dune', 'echo', 'fern']

it('one account of six drops: live as in a replay, with the numbers on its page; a member who fell silent; and nobody else', async () => {
  const story = await openStory({ config, start: '2026-01-05T09:00:00Z' })
  for (let d = 0; d < 63; d++) {
    const tasks = (account: string, userId: string, n: number) =>
      Array.from({ length: n }, () => ({ event: 'Task Created', userId, context: { groupId: account } }))
    const level = (account: string) => (account === 'acme' && d >= 56 ? 1 : 6)
    const weekday = d % 7 < 5
    const messages = ACCOUNTS.flatMap((account) => [
      ...(weekday ? tasks(account, `${account}-1`, level(account)) : []),
      // A second member, of bolt alone, on Mondays, Wednesdays and Fridays of the first seven weeks.
      ...(account === 'bolt' && [0, 2, 4].includes(d % 7) && d < 49 ? tasks(account, 'bolt-2', 1) : []),
    ])
    if (d === 0)
      messages.push(
        ...(ACCOUNTS.map((account) => ({ type: 'group', userId: `${account}-1`, groupId: account })) as never[]),
      )
    if (d === 0) messages.push({ type: 'group', userId: 'bolt-2', groupId: 'bolt' } as never)
    if (messages.length > 0) await story.post(messages)
    if (d === 58) await story.crash()
    // Days that are closed together are judged as those that are closed one by one.
    const next = `${dayToIso(START + d + 1)}T00:00:01Z`
    if (d % 7 === 6 || d > 55) await story.moveTo(next)
    else story.setClock(next)
  }
  const transitions = await story.transitions()
  // 30 a week: 25, 20, 15 (0.51), 10, 5: hits from Wednesday on. bolt-2, on 14 of 24 business days: (1 − 14.5 / 25)^6 = 0.0055 on the sixth, 2 March.
  expect(tell(transitions)).toEqual([
    '2026-03-02 opened silent of member u:bolt-2 1 (behaviour, fresh)',
    '2026-03-06 opened drops of acme 1 (behaviour, fresh)',
    '2026-03-06 opened alarming of acme 1 (behaviour, fresh)',
  ])
  const replayed = await replayHistory(story.project(), { days: { from: START, to: START + 62 }, account: undefined })
  const values = (all: typeof replayed) =>
    all.map(({ name, what, asOf, values, evidence }) => ({ name, what, asOf, values, evidence }))
  expect(values(replayed)).toEqual(values(transitions))

  const acme = await story.get<AccountDetail>('/accounts/acme')
  const [drops] = acme.explanations
  expect(drops).toMatchObject({ signal: 'drops', state: 'on', sinceDay: '2026-03-06' })
  expect(drops!.sentence).toMatch(
    /^Task Created in the last 7 days as a share of what was expected 18 % \(5 of 30\), at most 60 % \(42 points past\); chance of/,
  )
  expect(drops!.conditions.at(-1)).toMatchObject({
    role: 'until',
    sentence:
      'Task Created in the last 7 days as a share of what was usual before it opened (30 a week) is at least 80 %, 7 days in a row',
    holds: false,
    comparisons: [{ value: 5.5 / 30.5, threshold: 0.8 }],
  })
  const bolt = await story.get<AccountDetail>('/accounts/bolt')
  expect(bolt.explanations.map(({ state }) => state)).toEqual(['off', 'off'])
})
